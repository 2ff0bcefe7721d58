"""Settings: read whole and checked or not at all; what the commands write keeps what a person wrote."""

import pathlib
import re
import shutil
from io import StringIO
from typing import Any, get_args, get_origin

import pytest
from dotenv import dotenv_values
from hypothesis import given
from hypothesis import strategies as st

from connector.document import InvalidDocument, read_document
from connector.settings import Platform, Settings, check_platforms, load_settings
from connector.settings_files import NewStore, add_store, initial_settings, secret_variable, write_secrets
from connector.validation import Section, branches

ROOT = pathlib.Path(__file__).parent.parent
KEY = "k" * 32
ENVIRON = {"LOYALTY_SECRET_KEY": KEY, "MAIN_CONSUMER_KEY": "ck", "MAIN_CONSUMER_SECRET": "cs"}
WOO = {
    "woocommerce": Platform(
        (("consumer_key", "consumer_secret"),),
        frozenset({"orders", "webhooks", "coupons", "coupon_goods", "coupon_shipping"}),
    )
}
LEAST = "secret_key: ${LOYALTY_SECRET_KEY}\n"
STORE = """\
  main:
    platform: woocommerce
    url: https://shop.example.com/
    credentials: {consumer_key: a, consumer_secret: b}
    programme: starter.yaml
"""


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    shutil.copy(ROOT / "examples" / "programmes" / "starter.yaml", tmp_path)
    return tmp_path


def load(folder: pathlib.Path, text: str, environ: dict[str, str] = ENVIRON) -> Settings:
    (folder / "settings.yaml").write_text(text)
    return load_settings(folder / "settings.yaml", environ)


def faults_of(folder: pathlib.Path, text: str, environ: dict[str, str] = ENVIRON) -> list[str]:
    with pytest.raises(InvalidDocument) as caught:
        load(folder, text, environ)
    return [str(fault).removeprefix(f"{folder}/") for fault in caught.value.faults]


def add_main(folder: pathlib.Path, environ: dict[str, str] = ENVIRON, url: str = "https://x.example") -> str:
    store = NewStore("main", "woocommerce", url, "starter.yaml", ["consumer_key", "consumer_secret"])
    add_store(folder / "settings.yaml", store, environ)
    return (folder / "settings.yaml").read_text()


# What every store block that is added looks like, two columns in.
ADDED = """\
  main:
    platform: woocommerce
    url: https://x.example
    credentials:
      consumer_key: ${MAIN_CONSUMER_KEY}
      consumer_secret: ${MAIN_CONSUMER_SECRET}
    programme: starter.yaml
"""


def missing_keys(annotation: Any, data: Any, where: str = "") -> list[str]:
    """The keys that a document could have and this one has not, in every section down to the last."""
    missing = []
    for branch in branches(annotation):
        if isinstance(branch, type) and issubclass(branch, Section):
            for name, field in branch.model_fields.items():
                there = f"{where}.{name}" if where else name
                missing += missing_keys(field.annotation, data[name], there) if name in data else [there]
        elif get_origin(branch) is dict:
            for name, value in data.items():
                missing += missing_keys(get_args(branch)[1], value, f"{where}.{name}")
    return missing


def test_the_example_loads_and_fits_the_platform() -> None:
    settings = load_settings(ROOT / "settings.example.yaml", ENVIRON)

    check_platforms(settings, WOO)
    assert settings.stores["main"].credentials["consumer_key"].get_secret_value() == "ck"


def test_the_example_shows_every_key() -> None:
    text = (ROOT / "settings.example.yaml").read_text()

    assert missing_keys(Settings, read_document(text, "x").data) == []
    assert missing_keys(Settings, read_document(text.replace("max_body_mb", "other"), "x").data) == ["web.max_body_mb"]
    assert missing_keys(Settings, read_document(text.replace("enabled", "o"), "x").data) == ["stores.main.enabled"]


def test_the_example_shows_what_is_taken_by_default(folder: pathlib.Path) -> None:
    example = load_settings(ROOT / "settings.example.yaml", ENVIRON)

    least = load(folder, LEAST + "stores:\n" + STORE)

    assert (least.jobs, least.log) == (example.jobs, example.log)
    assert least.web == example.web.model_copy(update={"public_url": None})
    assert least.stores["main"].return_window_days == example.stores["main"].return_window_days
    assert least.stores["main"].timeout_seconds == example.stores["main"].timeout_seconds


def test_a_relative_database_lies_beside_the_settings(folder: pathlib.Path) -> None:
    assert load(folder, LEAST).database == f"sqlite:///{folder}/loyalty.db"
    assert load(folder, LEAST + "database: sqlite:///data/x.db").database == f"sqlite:///{folder}/data/x.db"
    assert load(folder, LEAST + "database: sqlite:////var/x.db").database == "sqlite:////var/x.db"


def test_a_programme_lies_beside_the_settings_and_addresses_lose_their_last_slash(folder: pathlib.Path) -> None:
    settings = load(folder, LEAST + "stores:\n" + STORE)

    assert settings.programme("main").terms.name == "starter"
    assert settings.stores["main"].url == "https://shop.example.com"


def test_the_environment_wins_over_the_env_file(folder: pathlib.Path) -> None:
    (folder / ".env").write_text(f"LOYALTY_SECRET_KEY='{'e' * 32}'\nHOST=10.0.0.1\n")
    text = LEAST + 'web: {host: "${HOST}"}'

    settings = load(folder, text, {"LOYALTY_SECRET_KEY": KEY})

    assert (settings.secret_key.get_secret_value(), settings.web.host) == (KEY, "10.0.0.1")


def test_of_several_ways_to_connect_the_one_that_is_begun_is_asked_for_and_else_the_usual_one() -> None:
    platform = Platform((("id", "secret"), ("token",), ("id", "secret", "old")), frozenset())

    assert platform.missing([]) == ("id", "secret")
    assert platform.missing(["secret"]) == ("id",)
    assert platform.missing(["token"]) == ()


def test_missing_settings_say_what_writes_them(folder: pathlib.Path) -> None:
    with pytest.raises(InvalidDocument, match="there is no settings file; `loyalty init` writes one"):
        load_settings(folder / "none.yaml", {})


def test_each_store_has_its_own_lasting_webhook_secret(folder: pathlib.Path) -> None:
    settings = load(folder, LEAST)

    secret = settings.webhook_secret("main")

    assert re.fullmatch("[A-Za-z0-9]{40}", secret)
    assert secret == load(folder, LEAST).webhook_secret("main") != settings.webhook_secret("other")
    assert secret != load(folder, LEAST, {"LOYALTY_SECRET_KEY": "j" * 32}).webhook_secret("main")


def test_each_store_has_its_own_lasting_shopper_secret_which_is_another(folder: pathlib.Path) -> None:
    settings = load(folder, LEAST)

    secret = settings.shopper_secret("main")

    assert re.fullmatch(r"[0-9A-Za-z]{40}", secret)
    assert secret == load(folder, LEAST).shopper_secret("main") != settings.shopper_secret("other")
    assert secret not in (settings.webhook_secret("main"), settings.webhook_secret("shopper:main"))
    assert secret != load(folder, LEAST, {"LOYALTY_SECRET_KEY": "j" * 32}).shopper_secret("main")


def test_printed_settings_hold_no_secret(folder: pathlib.Path) -> None:
    settings = load(folder, LEAST + "database: postgresql+psycopg://u:hunter2@h/d\nstores:\n" + STORE)

    assert "hunter2" not in repr(settings)
    assert KEY not in repr(settings)
    assert "'a'" not in repr(settings)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "secret_key: ${NOPE}",
            "settings.yaml:1: secret_key: the variable NOPE is not set; set it in the environment, or in the file .env "
            "beside this one",
        ),
        ("secret_key: hunter2", "settings.yaml:1: secret_key: must have at least 32 characters"),
        ("web: {}", "settings.yaml:1: secret_key: is missing"),
        (LEAST + "web: {max_body_mb: 65}", "settings.yaml:2: web.max_body_mb: 65 is too large; write 64 or less"),
        (
            LEAST + "web: {public_url: points.example.com}",
            "settings.yaml:2: web.public_url: is not a web address; write for example https://shop.example.com",
        ),
        (
            LEAST + "database: postgres://u:hunter2@h/d",
            "settings.yaml:2: database: is not the address of a database we can use; write sqlite:///loyalty.db or "
            "postgresql+psycopg://user:password@host/name",
        ),
        (
            LEAST + "database: 'sqlite:///:memory:'",
            "settings.yaml:2: database: a database in memory forgets everything; write a file: sqlite:///loyalty.db",
        ),
        (
            LEAST + "stores:\n" + STORE.replace("main:", "Main:"),
            "settings.yaml:3: stores.Main: is not a store name; use 1 to 40 of a-z, 0-9 and -",
        ),
        (
            LEAST + "stores:\n" + STORE.replace("url:", "urll:") + "    url: https://x.example",
            'settings.yaml:5: stores.main.urll: unknown key; did you mean "url"?',
        ),
        (
            LEAST + "stores:\n" + STORE.replace("https://", "https://u:hunter2@"),
            "settings.yaml:5: stores.main.url: must not hold a user or password; put them under credentials",
        ),
        (
            LEAST + "stores:\n" + STORE.replace("starter", "gone"),
            "settings.yaml:7: stores.main.programme: there is no such file; its path is relative to the folder of the "
            "settings",
        ),
        (
            LEAST + "web: {host: ${HOST}}",
            "settings.yaml:2: expected ',' or '}', but got '{'; inside { } write \"${NAME}\" in quotes",
        ),
    ],
)
def test_a_fault_names_line_key_and_mend(folder: pathlib.Path, text: str, fault: str) -> None:
    assert faults_of(folder, text) == [fault]


def test_faults_of_a_programme_are_told_once_in_the_same_list(folder: pathlib.Path) -> None:
    (folder / "starter.yaml").write_text("programme: x\ncurrency: EUR\n")
    text = LEAST + "webb: {}\nstores:\n" + STORE + STORE.replace("main", "other")

    assert faults_of(folder, text) == [
        'settings.yaml:2: webb: unknown key; did you mean "web"?',
        "starter.yaml:1: timezone: is missing",
        "starter.yaml:1: earn: is missing",
    ]


@pytest.mark.parametrize(
    ("platforms", "faults"),
    [
        (
            {"woocomerce": WOO["woocommerce"]},
            ['settings.yaml:4: stores.main.platform: there is no such platform; did you mean "woocomerce"?'],
        ),
        (
            {"woocommerce": Platform((("consumer_kay", "consumer_secret"),), frozenset({"coupons"}))},
            [
                "settings.yaml:6: stores.main.credentials.consumer_key: unknown credential; "
                'did you mean "consumer_kay"?',
                "settings.yaml:6: stores.main.credentials.consumer_kay: is missing; woocommerce needs it",
            ],
        ),
        (
            {"woocommerce": Platform((("consumer_key", "consumer_secret"),), frozenset({"orders"}))},
            [
                "settings.yaml:7: stores.main.programme: the programme needs coupons, which woocommerce does not "
                "offer; remove the sections redeem and rewards from it, or choose another programme"
            ],
        ),
    ],
)
def test_what_a_platform_cannot_do_is_told_with_its_line(
    folder: pathlib.Path, platforms: dict[str, Platform], faults: list[str]
) -> None:
    settings = load(folder, LEAST + "stores:\n" + STORE)

    with pytest.raises(InvalidDocument) as caught:
        check_platforms(settings, platforms)

    assert [str(fault).removeprefix(f"{folder}/") for fault in caught.value.faults] == faults


@pytest.mark.parametrize(
    ("section", "facet", "hint"),
    [
        ("prices: {points: 4, per: 1.00}", "product_prices", "take out the section prices"),
        ("redeem: {points: 1, worth: 1, tax: none}", "tenders", "of redeem, take out tax: none"),
        (
            "rewards: [{kind: permanent, name: a, points: 1, title: A, percent: 5}]",
            "standing_discounts",
            "of rewards, take out those of kind permanent",
        ),
        (
            "rewards: [{kind: gift_card, name: a, points: 1, title: A, amount: 5}]",
            "gift_cards",
            "of redeem, take out into; of rewards, those of kind gift_card",
        ),
        (
            "redeem: {points: 1, worth: 1, into: store_credit}",
            "store_credit",
            "of redeem, take out into; of rewards, those of kind store_credit",
        ),
        (
            "rewards: [{kind: free_shipping, name: a, points: 1, title: A, methods: [post]}]",
            "shipping_methods",
            "of rewards of kind free_shipping, take out methods",
        ),
    ],
)
def test_what_no_platform_offers_yet_is_told_with_its_mend(
    folder: pathlib.Path, section: str, facet: str, hint: str
) -> None:
    terms = "programme: x\ncurrency: EUR\ntimezone: UTC\nearn: [{points: 1, per: 1.00}]\n"
    (folder / "starter.yaml").write_text(terms + section)

    with pytest.raises(InvalidDocument) as caught:
        check_platforms(load(folder, LEAST + "stores:\n" + STORE), WOO)

    (fault,) = caught.value.faults
    assert str(fault).endswith(f": the programme needs {facet}, which woocommerce does not offer; {hint}")


def test_notes_on_orders_are_refused_where_the_platform_has_none(folder: pathlib.Path) -> None:
    settings = load(folder, LEAST + "stores:\n" + STORE + "    write: {notes: true}\n")
    facets = WOO["woocommerce"].facets | {"order_notes"}

    with pytest.raises(InvalidDocument) as caught:
        check_platforms(settings, WOO)

    (fault,) = caught.value.faults
    assert str(fault).endswith(":8: stores.main.write.notes: woocommerce has no notes on orders; write notes: false")
    check_platforms(settings, {"woocommerce": Platform((("consumer_key", "consumer_secret"),), facets)})


@pytest.mark.parametrize(
    ("said", "key"), [("together: [order]", "together"), ("standing: tag", "standing"), ("pool: true", "pool")]
)
def test_a_choice_that_the_platform_does_not_leave_is_refused(folder: pathlib.Path, said: str, key: str) -> None:
    settings = load(folder, LEAST + "stores:\n" + STORE + f"    codes: {{{said}}}\n")

    with pytest.raises(InvalidDocument) as caught:
        check_platforms(settings, WOO)

    (fault,) = caught.value.faults
    assert str(fault).endswith(f":8: stores.main.codes.{key}: woocommerce leaves no choice of it; take it out")
    free = Platform(WOO["woocommerce"].ways, WOO["woocommerce"].facets, frozenset({key}))
    check_platforms(settings, {"woocommerce": free})


def test_a_code_goes_together_with_nothing_only_if_that_is_written(folder: pathlib.Path) -> None:
    assert load(folder, LEAST + "stores:\n" + STORE).stores["main"].codes.together == {"order", "product", "shipping"}
    alone = load(folder, LEAST + "stores:\n" + STORE + "    codes: {together: []}\n")
    assert alone.stores["main"].codes.together == set()
    (fault,) = faults_of(folder, LEAST + "stores:\n" + STORE + "    codes: {together: [orders]}\n")
    assert "stores.main.codes.together" in fault


def test_balances_are_written_unless_the_merchant_says_no_and_notes_only_if_they_say_yes(
    folder: pathlib.Path,
) -> None:
    settings = load(folder, LEAST + "stores:\n" + STORE)

    assert (settings.stores["main"].write.balances, settings.stores["main"].write.notes) == (True, False)


def test_first_settings_load_and_are_never_overwritten(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "settings.yaml"

    written = initial_settings(path)
    before = [file.read_text() for file in written]
    again = initial_settings(path)

    assert written == [path, tmp_path / "programmes" / "starter.yaml", tmp_path / ".env"]
    assert again == []
    assert [file.read_text() for file in written] == before
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    assert load_settings(path, {}).stores == {}


def test_first_settings_leave_the_other_secrets_alone(tmp_path: pathlib.Path) -> None:
    (tmp_path / ".env").write_text("# mine\nOTHER=1\n")

    initial_settings(tmp_path / "settings.yaml")

    assert (tmp_path / ".env").read_text().startswith("# mine\nOTHER=1\nLOYALTY_SECRET_KEY=")


def test_the_first_settings_take_a_store(tmp_path: pathlib.Path) -> None:
    initial_settings(tmp_path / "settings.yaml")
    shutil.copy(ROOT / "examples" / "programmes" / "starter.yaml", tmp_path)
    write_secrets(tmp_path / ".env", {"MAIN_CONSUMER_KEY": "ck", "MAIN_CONSUMER_SECRET": "cs"})

    add_main(tmp_path, environ={})

    assert list(load_settings(tmp_path / "settings.yaml", {}).stores) == ["main"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LEAST, LEAST + "\nstores:\n" + ADDED),
        (LEAST + "stores:", LEAST + "stores:\n" + ADDED.rstrip("\n")),
        (LEAST + "stores:  # mine\n", LEAST + "stores:  # mine\n" + ADDED),
        (LEAST + "stores: {}  # none\nlog:\n", LEAST + "stores:   # none\n" + ADDED + "log:\n"),
        (
            LEAST + "stores:\n" + STORE.replace("main", "one") + "    # last\n\n# of log\nlog:\n",
            LEAST + "stores:\n" + STORE.replace("main", "one") + "    # last\n" + ADDED + "\n# of log\nlog:\n",
        ),
    ],
)
def test_a_new_store_leaves_everything_else_as_it_is(folder: pathlib.Path, before: str, after: str) -> None:
    (folder / "settings.yaml").write_text(before)

    text = add_main(folder)

    assert text == after
    assert load_settings(folder / "settings.yaml", ENVIRON).stores["main"].url == "https://x.example"


def test_a_new_store_is_indented_like_its_neighbours(folder: pathlib.Path) -> None:
    wide = "".join(f"  {line}\n" for line in STORE.replace("main", "one").splitlines())
    (folder / "settings.yaml").write_text(LEAST + "stores:\n" + wide)

    text = add_main(folder)

    assert text == LEAST + "stores:\n" + wide + "".join(f"  {line}\n" for line in ADDED.splitlines())


@pytest.mark.parametrize(
    ("text", "url", "fault"),
    [
        (LEAST + "stores:\n" + STORE, "https://x.example", "there is already a store of this name"),
        (LEAST, "x.example", "stores.main.url: is not a web address"),
        (LEAST + "stores: {one: {}}\n", "https://x.example", "cannot be added to stores in { }"),
        (LEAST + "webb: {}\n", "https://x.example", "webb: unknown key"),
    ],
)
def test_a_store_that_does_not_fit_changes_nothing(folder: pathlib.Path, text: str, url: str, fault: str) -> None:
    (folder / "settings.yaml").write_text(text)

    with pytest.raises(InvalidDocument, match=re.escape(fault)):
        add_main(folder, url=url)

    assert (folder / "settings.yaml").read_text() == text
    assert sorted(file.name for file in folder.iterdir()) == ["settings.yaml", "starter.yaml"]


def test_a_credential_has_a_variable_that_no_other_thing_has() -> None:
    assert secret_variable("main", "consumer_key") == "MAIN_CONSUMER_KEY"
    assert secret_variable("my-shop", "consumer_key") == "MY_SHOP_CONSUMER_KEY"
    assert secret_variable("1st", "key") == "STORE_1ST_KEY"
    assert secret_variable("loyalty", "secret_key") == "STORE_LOYALTY_SECRET_KEY"


def test_secrets_change_in_place_and_everything_else_stays(tmp_path: pathlib.Path) -> None:
    env = tmp_path / ".env"
    env.write_text("# keys\nA=1\n\nB='old'\nC=3")
    env.chmod(0o644)

    write_secrets(env, {"B": "new", "D": "with 'quotes' and blanks"})

    assert env.read_text() == "# keys\nA=1\n\nB=new\nC=3\nD='with \\'quotes\\' and blanks'\n"
    assert env.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [".env"]


@given(st.dictionaries(st.sampled_from("ABC"), st.text(alphabet="a'\"\\ #$\n=é", max_size=8), min_size=1))
def test_a_secret_is_read_back_as_it_was_or_refused(
    tmp_path_factory: pytest.TempPathFactory, values: dict[str, str]
) -> None:
    env = tmp_path_factory.mktemp("env") / ".env"
    env.write_text("B=before\n")

    try:
        write_secrets(env, values)
    except ValueError:
        assert env.read_text() == "B=before\n"
    else:
        assert {"B": "before"} | values == dotenv_values(stream=StringIO(env.read_text()), interpolate=False)


MAIL = "mail: {host: smtp.example.com, sender: Points <points@shop.example>}\n"


def test_letters_are_wanted_by_a_store_and_taken_by_a_server(folder: pathlib.Path) -> None:
    settings = load(folder, LEAST + MAIL + "stores:\n" + STORE + "    remind: {days: 14}\n")

    wanted, mail = settings.stores["main"].remind, settings.mail
    assert (wanted.days, wanted.pause_days, wanted.whom) == (14, 7, "subscribers")
    assert mail is not None
    assert (mail.port, mail.security) == (587, "starttls")
    assert load(folder, LEAST + "stores:\n" + STORE).stores["main"].remind.days is None


@pytest.mark.parametrize(
    ("mail", "remind", "fault"),
    [
        ("", "{days: 14}", "letters cannot be sent; say under mail which server takes them"),
        (MAIL, "{days: 7}", "days is not more than pause_days; some would hear of it too late: write more days"),
        (MAIL, "{days: 1}", "days"),
        (MAIL, "{whom: all}", "whom"),
        (MAIL.replace("points@", "points"), "{}", "is not an e-mail address"),
        (MAIL.replace("host: smtp.example.com, ", ""), "{}", "mail.host"),
    ],
)
def test_letters_that_cannot_be_sent_or_come_too_late_are_refused(
    folder: pathlib.Path, mail: str, remind: str, fault: str
) -> None:
    (said,) = faults_of(folder, LEAST + mail + "stores:\n" + STORE + f"    remind: {remind}\n")

    assert fault in said
