<?php
// What PHP does to bodies. stdin and stdout as in changes.mjs.
$plain = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
$changes = [
    'encode' => fn ($body) => json_encode(json_decode($body)),
    'encode-arrays' => fn ($body) => json_encode(json_decode($body, true)),
    'encode-arrays-plain' => fn ($body) => json_encode(json_decode($body, true), $plain),
    'encode-pretty' => fn ($body) => json_encode(json_decode($body), $plain | JSON_PRETTY_PRINT),
    'encode-pretty-default' => fn ($body) => json_encode(json_decode($body), JSON_PRETTY_PRINT),
    'encode-unicode' => fn ($body) => json_encode(json_decode($body), JSON_UNESCAPED_UNICODE),
    'encode-slashes' => fn ($body) => json_encode(json_decode($body), JSON_UNESCAPED_SLASHES),
    'encode-hex' => fn ($body) => json_encode(json_decode($body), $plain | JSON_HEX_TAG | JSON_HEX_AMP | JSON_HEX_APOS),
    'htmlspecialchars' => fn ($body) => htmlspecialchars($body),
    'utf8-encode' => fn ($body) => iconv('ISO-8859-1', 'UTF-8', $body),
    'http-build-query' => fn ($body) => http_build_query(['payload' => $body]),
    'rawurlencode' => fn ($body) => rawurlencode($body),
    'echo-eol' => fn ($body) => $body . PHP_EOL,
];
foreach (explode("\n", rtrim(stream_get_contents(STDIN), "\n")) as $line) {
    $delivery = json_decode($line);
    foreach ($changes as $change => $make) {
        echo json_encode([
            'change' => $change,
            'recording' => $delivery->recording,
            'bodyBase64' => base64_encode($make($delivery->body)),
        ], JSON_UNESCAPED_SLASHES), "\n";
    }
}
