"""Learning that the server was told to stop, while answers that never end by themselves are under way.

The server's own worker waits for what is under way, and tells nobody why.
"""

import signal
import socket
import threading
from collections.abc import Callable

STOPS = (signal.SIGTERM, signal.SIGINT)


def on_stop(callback: Callable[[], None]) -> None:
    """Call it once the process is told to stop, in a thread of its own.

    To be called in the main thread. Whoever handles the signals goes on doing so: Python writes the
    number of each one that is handled to the descriptor given here.
    """
    ours, written = socket.socketpair()
    written.setblocking(False)  # the interpreter must never wait for us
    signal.set_wakeup_fd(written.fileno(), warn_on_full_buffer=False)

    def wait() -> None:
        with ours, written:
            while told := ours.recv(1):
                if told[0] in STOPS:
                    callback()
                    return

    threading.Thread(target=wait, name="stop-listener", daemon=True).start()
