"""A world with 150 chargers in 12 installations, the same every time: more than one page of each list holds."""

from __future__ import annotations

CHARGERS, INSTALLATIONS = 150, 12
BEHAVIOURS = ("online", "offline", "stale_pulse", "never_online", "powering_up")
CARS = ("none", "requesting", "charging", "paused", "finished")
GRANTS = ("none", "owner+service", "owner")
ALL, SOME = "all@example.com", "some@example.com"
"""Who may do everything, and who has another role at each of five installations and none at the others."""

CREWS = {"north@example.com": range(6), "south@example.com": range(6, INSTALLATIONS)}
"""Two crews with half of the installations each: so few chargers that one page holds them, and together all of them."""

SOME_ROLES = {
    "place-1": "user",
    "place-2": "owner",
    "place-3": "service",
    "place-4": "owner+service",
    "place-5": "user",
}


def place_of(number: int) -> int:
    """A Go's installation holds three at most; the others are spread over those for Pro."""
    return 0 if number < 3 else 1 + number % (INSTALLATIONS - 1)


def serial_of(number: int) -> str:
    return f"{'ZAP' if number < 3 else 'ZPR'}9{number:05d}"


def name_of(number: int) -> str:
    """The last one's name holds the serial number of another one."""
    return f"Spare for {serial_of(7)}" if number == CHARGERS - 1 else f"Plats {number:03d}"


def world_of_many(chargers: int = CHARGERS) -> str:
    """The text of the world file."""
    roles = ", ".join(f"{key} = {said.split('+')}" for key, said in SOME_ROLES.items())
    text = (
        f'[[zaptec_accounts]]\nuser = "{ALL}"\npassword = "zap"\ndefault_roles = ["owner", "service"]\n'
        f'[[zaptec_accounts]]\nuser = "{SOME}"\npassword = "zap"\nroles = {{ {roles} }}\n'
    )
    for crew, places in CREWS.items():
        theirs = ", ".join(f"place-{number} = {['owner', 'service']}" for number in places)
        text += f'[[zaptec_accounts]]\nuser = "{crew}"\npassword = "zap"\nroles = {{ {theirs} }}\n'
    for number in range(INSTALLATIONS):
        kind, grant = "pro" if number else "go", GRANTS[number % len(GRANTS)]
        text += f'[[installations]]\nkey = "place-{number}"\nname = "Kvarter {number:02d}"\ntype = "{kind}"\n'
        text += f'granted = "{grant}"\nmax_current = {16 + 9 * number}.0\n'
    for number in range(chargers):
        text += f'[[chargers]]\nserial = "{serial_of(number)}"\nname = "{name_of(number)}"\n'
        text += f'installation = "place-{place_of(number)}"\nbehaviour = "{BEHAVIOURS[number % 5]}"\n'
        text += f'car = "{CARS[number // 5 % 5]}"\nlink = "{("LTE", "Wifi", "PLC")[number % 3 if number > 2 else 0]}"\n'
    return text
