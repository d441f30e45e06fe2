"""`hooks listen`: receive, verify, store, show and forward deliveries."""

from __future__ import annotations

from twenty_hooks.cli.options.listen import (
    DEFAULT_PORT,
    AcceptInvalidOption,
    CountOption,
    DelayOption,
    DropOption,
    FailRateOption,
    ForOption,
    ForwardHeaderOption,
    ForwardSecretFileOption,
    ForwardToOption,
    HostOption,
    MaxBodyOption,
    NoStoreOption,
    PortOption,
    RedirectOption,
    RelayOption,
    RespondOption,
    SaveOption,
    ShownEventOption,
    StoreLimitOption,
    ViewChoice,
    ViewOption,
)
from twenty_hooks.cli.options.shared import (
    ColorChoice,
    ColorOption,
    InsecureOption,
    JsonOption,
    SecretFileOption,
    SecretOption,
    StoreOption,
    ToleranceOption,
    YesOption,
    duration_ms,
    size_bytes,
)
from twenty_hooks.console.output import Output


def listen(
    port: PortOption = DEFAULT_PORT,
    host: HostOption = "127.0.0.1",
    secret: SecretOption = None,
    secret_file: SecretFileOption = None,
    tolerance: ToleranceOption = None,
    accept_invalid: AcceptInvalidOption = False,
    event: ShownEventOption = None,
    view: ViewOption = ViewChoice.summary,
    count: CountOption = None,
    duration: ForOption = None,
    save: SaveOption = None,
    store: StoreOption = None,
    no_store: NoStoreOption = False,
    store_limit: StoreLimitOption = "2gb",
    max_body: MaxBodyOption = "10mb",
    forward_to: ForwardToOption = None,
    relay: RelayOption = False,
    header: ForwardHeaderOption = None,
    forward_secret_file: ForwardSecretFileOption = None,
    insecure: InsecureOption = False,
    respond: RespondOption = None,
    delay: DelayOption = None,
    fail_rate: FailRateOption = None,
    drop: DropOption = False,
    redirect: RedirectOption = None,
    yes: YesOption = False,
    as_json: JsonOption = False,
    color: ColorOption = ColorChoice.auto,
) -> int:
    """Receive, verify, store and show deliveries.

    Answers 200, or 401 when verification fails. Without --secret or --secret-file it
    verifies with the secrets of webhooks created on this machine and with this
    machine's local secret, and accepts deliveries signed with an unknown secret. Every
    delivery is on disk before it is answered; list them with 'hooks deliveries'.

    \b
    hooks listen
    hooks listen --port 8020 --secret-file secret.txt --save today.jsonl
    hooks listen --forward-to http://localhost:3000/webhooks
    hooks listen --delay 6s                                 be a slow receiver
    hooks listen --event 'person.*' --count 1 --for 30s     in CI
    """
    from twenty_hooks.listen import pipeline
    from twenty_hooks.listen.config import ListenConfig

    config = ListenConfig.from_options(
        port=port,
        host=host,
        secret=secret,
        secret_file=secret_file,
        tolerance_ms=duration_ms(tolerance, "--tolerance"),
        accept_invalid=accept_invalid,
        event=event,
        view=view.value,
        count=count,
        stop_after_ms=duration_ms(duration, "--for"),
        save=save,
        store=store,
        no_store=no_store,
        store_limit=size_bytes(store_limit, "--store-limit"),
        max_body=size_bytes(max_body, "--max-body"),
        forward_to=forward_to,
        relay=relay,
        header=header,
        forward_secret_file=forward_secret_file,
        insecure=insecure,
        respond=respond,
        delay=delay,
        fail_rate=fail_rate,
        drop=drop,
        redirect=redirect,
    )
    config.confirm_public(yes=yes)
    output = Output(as_json=as_json, color=color.value)
    return pipeline.run(config, output)
