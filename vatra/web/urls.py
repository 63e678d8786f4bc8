"""The addresses of the office pages. No name, no number of a person stands in any of them."""

from __future__ import annotations

from django.urls import include, path

from vatra.web import faults, signing_in
from vatra.web.screens import (
    accounts,
    casework,
    county,
    enrolling,
    families,
    handing_in,
    household,
    households,
    judging,
    moving,
    password,
    planning,
    published,
    results,
    settling,
    signals,
    tablets,
    today,
    visiting,
)

_one = "gospodarii/<uuid:household>/"

pages = [
    path("", signing_in.home, name="home"),
    path("intrare/", signing_in.sign_in, name="sign_in"),
    path("iesire/", signing_in.sign_out, name="sign_out"),
    path("parola/", password.password, name="password"),
    path("limba/", signing_in.language, name="language"),
    path("azi/", today.today, name="today"),
    path("gospodarii/", households.households, name="households"),
    path("gospodarii/cautare/", households.search, name="household_search"),
    path("gospodarii/noua/", enrolling.enrol, name="enrol"),
    path(_one, household.household_page, name="household"),
    path(_one + "vizita/", visiting.visit, name="visit"),
    path(_one + "semnalare/", signals.household_signal, name="household_signal"),
    path(_one + "serviciu/", visiting.delivery, name="delivery"),
    path(_one + "plan/", planning.plan, name="plan"),
    path(_one + "persoana/", moving.join, name="join"),
    path(_one + "nastere/", moving.birth, name="birth"),
    path(_one + "deces/", moving.death, name="death"),
    path(_one + "mutare/", moving.move, name="move"),
    path(_one + "nevoie/", casework.need, name="need"),
    path(_one + "trimitere/", casework.referral, name="referral"),
    path(_one + "trimitere/<uuid:referral>/", casework.reply, name="reply"),
    path(_one + "inchidere/", casework.close, name="close"),
    path(_one + "seamana/<uuid:other>/", families.same_family, name="same_family"),
    path("gospodarii/<uuid:gone>/desparte/", families.unmerge, name="unmerge"),
    path(_one + "constatari/<uuid:finding>/de-acord/", judging.agree, name="agree"),
    path(_one + "constatari/<uuid:finding>/nu-este-asa/", judging.reject, name="reject"),
    path("semnalari/", signals.signals, name="signals"),
    path("semnalari/noua/", signals.signal, name="signal"),
    path("semnalari/<uuid:signal>/triere/", signals.triage, name="triage"),
    path("de-clarificat/", settling.to_settle, name="settle"),
    path("de-clarificat/<uuid:entry>/", settling.settle_one, name="settle_one"),
    path("tablete/", tablets.tablets, name="tablets"),
    path("tablete/cod/", tablets.tablet_code, name="tablet_code"),
    path("tablete/fisier/", handing_in.hand_in, name="hand_in"),
    path("tablete/<uuid:tablet>/blocare/", tablets.lock_tablet, name="lock_tablet"),
    path("tablete/<uuid:tablet>/permitere/", tablets.allow_tablet, name="allow_tablet"),
    path("tablete/<uuid:tablet>/stergere/", tablets.wipe_tablet, name="wipe_tablet"),
    path("judet/", county.county, name="county"),
    path("rezultate/", results.indicators, name="indicators"),
    path("rezultate/<slug:code>/", results.indicator, name="indicator"),
    path("publicat/", published.published, name="published"),
    path("conturi/", accounts.accounts, name="accounts"),
    path("conturi/parola/", password.reset_password, name="reset_password"),
]

urlpatterns = [path("", include((pages, "web")))]

handler400 = faults.bad_request
handler403 = faults.not_permitted
handler404 = faults.not_found
handler500 = faults.broken
