"""What is owed: every duty, declared. Engines work them out; pages explain them."""

from seenheard.duties import children, exploitation, offenders, online, partners, workforce
from seenheard.duties.duty import Duty

AREAS: tuple[tuple[str, str], ...] = (
    ("offenders", "Managing people who pose a risk"),
    ("online", "Online child sexual exploitation"),
    ("exploitation", "Exploitation"),
    ("missing", "Missing children"),
    ("seen_and_heard", "Children seen and heard"),
    ("domestic_abuse", "Domestic abuse"),
    ("partners", "Partners and police protection"),
    ("custody", "Children in custody"),
    ("disclosure", "Disclosure applications"),
    ("workforce", "Workforce"),
)

DUTIES: dict[str, Duty] = {
    duty.name: duty for module in (offenders, online, exploitation, children, partners, workforce) for duty in module.DUTIES
}
