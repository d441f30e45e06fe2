"""`hooks listen`: receive deliveries, judge them, show them."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from random import Random

from twenty_hooks.cli.diagnosis_output import Diagnosing
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
    InsecureOption,
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
    JsonOption,
    SecretFileOption,
    SecretOption,
    StoreOption,
    ToleranceOption,
    YesOption,
    duration_ms,
    size_bytes,
)
from twenty_hooks.config.secrets import verification_secrets
from twenty_hooks.console import tty
from twenty_hooks.console.hints import with_store
from twenty_hooks.console.output import Output, is_terminal
from twenty_hooks.deliveries.attempt import Attempt
from twenty_hooks.deliveries.delivery import Delivery
from twenty_hooks.deliveries.verification import ReceivedDelivery, VerifiedDelivery
from twenty_hooks.errors import EXIT_NO, EXIT_OK, UsageError
from twenty_hooks.listen.banner import announce
from twenty_hooks.listen.printer import Session, Showing
from twenty_hooks.listen.screen_lock import ScreenLock
from twenty_hooks.protocol import events
from twenty_hooks.send import payloads
from twenty_hooks.server.faults import FaultPlan, Response
from twenty_hooks.system import paths


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

    Answers 200, or 401 to what its secrets refuse. Without a secret given, those of
    webhooks made from here and the local secret judge, and what none of them knows is
    accepted and marked. Every delivery is on disk before it is answered: see it again
    with 'hooks deliveries'. Ctrl-C ends it.

    \b
    hooks listen
    hooks listen --port 8020 --secret-file secret.txt --save today.jsonl
    hooks listen --forward-to http://localhost:3000/webhooks
    hooks listen --delay 6s                                 be a slow receiver
    hooks listen --event 'person.*' --count 1 --for 30s     in CI
    """
    from twenty_hooks.listen.recorder import Recorder
    from twenty_hooks.server import app as listener
    from twenty_hooks.server import server as serving

    if no_store and store is not None:
        raise UsageError("--store and --no-store exclude each other")
    patterns = tuple(_pattern(text) for text in event or ())
    tolerance_ms = duration_ms(tolerance, "--tolerance")
    stop_after_ms = duration_ms(duration, "--for")
    limit = size_bytes(max_body, "--max-body")
    most = size_bytes(store_limit, "--store-limit")
    faults = FaultPlan.parse(
        respond=respond or (),
        delay=delay or (),
        redirect=redirect or (),
        fail_rate=fail_rate or (),
        drop=drop,
    )
    _check_forwarding(
        forward_to,
        needs={
            "--relay": relay,
            "--header": header,
            "--forward-secret-file": forward_secret_file,
            "--insecure": insecure,
        },
    )
    if relay and faults:
        raise UsageError("--relay answers as the receiver does: it excludes any fault")
    destination = None
    if forward_to:
        from twenty_hooks.listen.forwarder import ForwardTargets, PassingOn

        destination = ForwardTargets.parse(
            forward_to,
            secret_file=forward_secret_file,
            extra=payloads.parse_headers(header),
            insecure=insecure,
        )
    secrets = verification_secrets(secret, secret_file, make_local=True)
    output = Output(as_json=as_json, color=color.value)
    showing = Showing(view.value, patterns)
    session = Session(
        output,
        showing,
        enough=count,
        accept_invalid=accept_invalid,
        why=Diagnosing(secrets).short,
        listing="" if no_store else with_store("hooks deliveries", store),
    )
    chance = Random()  # noqa: S311 - a fault hides nothing

    def verify(delivery: Delivery) -> VerifiedDelivery:
        return secrets.verify(delivery, tolerance_ms=tolerance_ms)

    def misbehave(verified: VerifiedDelivery) -> Response:
        return faults.answer(verified.event.name, chance)

    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(serving.bind(host, port))
        keeping = Recorder(
            stack,
            None if no_store else store or paths.store_file(),
            save,
            limit=most,
            notice=session.notice,
        )
        session.queue = keeping.print_queue()
        turns = ScreenLock(session.queue.let_go)
        session.turns = turns
        passing = keyboard = None
        if destination is not None:
            destination.check(own_port=listening.getsockname()[1], yes=yes)
            keeping.forwards(
                lambda received: (
                    destination.urls(received.event.name)
                    if received.accepted or accept_invalid
                    else ()
                )
            )
            passing = PassingOn(
                destination,
                None if relay else keeping.forward_queue(),
                log=keeping.attempt_log(),
                told=lambda attempt: tell(attempt),
                notice=session.notice,
            )
            stack.callback(passing.finish, at_once=True, words=output.info)

        def show(received: ReceivedDelivery) -> None:
            session.arrive(received)
            if passing is not None:
                passing.arrive(received)
            if keyboard is not None:
                keyboard.arrive(received)

        def tell(attempt: Attempt) -> None:
            session.attempt(attempt)
            if keyboard is not None:
                keyboard.refresh()

        def ready() -> None:
            announce(
                output,
                url,
                secrets,
                destination,
                exposed=exposed,
                faults=faults.words(),
            )
            if keyboard is not None:
                keyboard.start(output.info)

        app = listener.Listener(
            verify=verify,
            keep=keeping.keep,
            show=show,
            notice=session.notice,
            max_body=limit,
            accept_invalid=accept_invalid,
            misbehave=misbehave if faults else None,
            relay=passing.relay if passing is not None and relay else None,
            kept=session.wake,
        )
        url = serving.url_of(listening)
        exposed = serving.is_reachable_from_outside(listening)
        server = serving.Server(
            app,
            listening,
            session.notice,
            ready=ready,
        )
        session.stop = server.stop
        if not as_json and tty.is_capable():
            from twenty_hooks.browser.controller import Browsing
            from twenty_hooks.browser.input_thread import Keyboard

            keyboard = Keyboard(
                Browsing(
                    keeping.browse_list(showing.patterns),
                    url=url,
                    wants=showing.wants,
                    targets=destination.urls if destination else lambda _: (),
                    send_again=passing.send_again if passing else None,
                    stop=server.interrupt,
                ),
                session.turns,
                notice=session.notice,
                color=output.color,
            )
        session.start()
        stack.callback(session.close)  # before the store that it reads, however it ends
        with keyboard or contextlib.nullcontext():
            server.run(stop_after_ms)
        if passing is not None:
            is_over = server.was_interrupted or session.reader_is_gone
            passing.finish(at_once=is_over, words=output.info)
        session.finish()
        left = keeping.left
    output.info(session.summary())
    if left:
        output.info(f"{left} still waited to be forwarded")
    went_wrong = session.tried.total() - session.tried["ok"]
    if (went_wrong or left) and not no_store:
        command = with_store("hooks replay --failed", store)
        what = "what failed or waited" if left else "what failed"
        output.info(f"{what} is kept: {command} sends it again")
    if session.arrived > session.unsaved and not no_store and is_terminal():
        listing = with_store("hooks deliveries list", store)
        what = "what was kept" if session.unsaved else "they are kept"
        output.info(f"{what}: {listing}")
    if count is not None and session.accepted < count:
        output.info(f"{session.accepted} of the {count} asked for came")
        return EXIT_NO
    return EXIT_OK


def _check_forwarding(
    forward_to: list[str] | None, needs: Mapping[str, object]
) -> None:
    if forward_to:
        return
    for option, value in needs.items():
        if value:
            raise UsageError(
                f"{option} is about forwarding: --forward-to is missing",
                hint="hooks listen --forward-to http://localhost:3000/webhooks",
            )


def _pattern(text: str) -> str:
    if not events.is_pattern(text):
        raise UsageError(
            f"--event '{text}' can never match an event",
            hint="write person.created, person.*, *.created, metadata.*.* or *.*",
        )
    return text
