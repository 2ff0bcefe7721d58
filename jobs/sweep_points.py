"""Let points ripen and lapse, settle invitations, end codes and discounts."""

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.privacy import lapse_forgotten
from connector.usecases.referrals import sweep_referrals
from connector.usecases.rewards import end_discounts
from connector.usecases.sweep import sweep_codes, sweep_lots


def run(connector: Connector) -> dict[str, int]:
    now = bootstrap.now()
    return {
        "transactions": sweep_lots(connector.database, now)
        + sweep_referrals(connector.database, now)
        + lapse_forgotten(connector.database, now),
        "codes ended": sweep_codes(connector.database, now),
        "discounts ended": end_discounts(connector.database, now),
    }
