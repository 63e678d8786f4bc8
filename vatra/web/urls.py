"""The addresses of the office pages. No name, no number of a person stands in any of them."""

from __future__ import annotations

from django.urls import include, path

from vatra.web import faults, signing_in
from vatra.web.screens import (
    accounts,
    casework,
    county,
    deciding,
    enrolling,
    families,
    handing,
    household,
    households,
    judging,
    life_events,
    moving,
    parting,
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
    path(_one + "eveniment/", life_events.life_events, name="life_events"),
    path(_one + "eveniment/despartire/", parting.split, name="split"),
    path(_one + "eveniment/unire/", parting.join_households, name="join_households"),
    path(_one + "eveniment/unire/<uuid:other>/", parting.join_with, name="join_with"),
    path(_one + "eveniment/casatorie/", life_events.union, name="union"),
    path(_one + "eveniment/parinte-plecat/", life_events.parent_gone, name="parent_gone"),
    path(_one + "eveniment/parinte-intors/", life_events.parent_back, name="parent_back"),
    path(_one + "eveniment/plasament/", life_events.place, name="place"),
    path(_one + "eveniment/intoarcere/", life_events.return_, name="return"),
    path(_one + "eveniment/predare/", handing.hand_over, name="hand_over"),
    path(_one + "eveniment/<uuid:entry>/nu-a-fost/", life_events.undo, name="undo_event"),
    path("predari/", handing.hand_overs, name="hand_overs"),
    path("predari/cere/", handing.ask_for, name="ask_for"),
    path("predari/<uuid:hand_over>/preia/", handing.take, name="take"),
    path("predari/<uuid:hand_over>/nu-a-venit/", handing.not_come, name="not_come"),
    path("predari/cereri/<uuid:asked>/", handing.not_known, name="not_known"),
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
    path("de-clarificat/raspuns/<uuid:household>/<uuid:subject>/<slug:fact>/", deciding.settle_answer,
         name="settle_answer"),
    path("de-clarificat/deces/<uuid:household>/<uuid:act>/<uuid:person>/", deciding.settle_death,
         name="settle_death"),
    path("de-clarificat/planuri/<uuid:household>/<uuid:first>/<uuid:second>/", deciding.settle_plans,
         name="settle_plans"),
    path("de-clarificat/persoana/<uuid:household>/<uuid:kept>/<uuid:gone>/", deciding.settle_person,
         name="settle_person"),
    path("tablete/", tablets.tablets, name="tablets"),
    path("tablete/cod/", tablets.tablet_code, name="tablet_code"),
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
