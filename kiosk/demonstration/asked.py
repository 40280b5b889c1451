"""Who was asked in the demonstration: at the counter most people, by post and online nobody yet."""

from ..storage.db import Database

TABLETS = 70  # of a hundred services at a counter whose tablet asked about them
SLIPS = 45  # and of which somebody was given a link for a phone


def load_offers(db: Database) -> None:
    """Note by which ways the services were asked about; whoever has answered was asked that way.

    Which others were is drawn from the number in the dossier's code, so equal seeds give equal rows.
    """
    for way, share, step in (("tablet", TABLETS, 37), ("phone", SLIPS, 61)):
        db.conn.execute(
            """
            INSERT INTO service_offered (service_id, channel)
            SELECT s.service_id, :way
            FROM service AS s
            LEFT JOIN service_answered AS a ON a.service_id = s.service_id
            WHERE s.channel = 'counter'
              AND (a.channel = :way
                   OR CAST(substr(s.service_id, -4) AS INTEGER) * :step % 100 < :share)
            ORDER BY s.service_id
            """,
            {"way": way, "share": share, "step": step},
        )
