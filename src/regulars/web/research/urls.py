"""Addresses of studies, questionnaires and links."""

from __future__ import annotations

from django.urls import path

from regulars.web.research.views import adding, changes, creating, editor, links, questionnaires, studies, texts, tree

app_name = "research"
urlpatterns = [
    path("studies/", studies.studies, name="studies"),
    path("studies/new/", studies.add, name="study-add"),
    path("studies/<slug:public_id>/", studies.study, name="study"),
    path("studies/<slug:public_id>/change/", studies.change, name="study-change"),
    path("studies/<slug:public_id>/open/", studies.open_, name="study-open"),
    path("studies/<slug:public_id>/close/", studies.close, name="study-close"),
    path("studies/<slug:public_id>/links/", links.links, name="links"),
    path("links/<slug:public_id>/", links.link, name="link"),
    path("links/<slug:public_id>/close/", links.close, name="link-close"),
    path("links/<slug:public_id>/code.<slug:kind>", links.code, name="link-code"),
    path("questionnaires/", questionnaires.questionnaires, name="questionnaires"),
    path("questionnaires/new/", creating.new, name="questionnaire-new"),
    path("questionnaires/<slug:public_id>/", questionnaires.questionnaire, name="questionnaire"),
    path("questionnaires/<slug:public_id>/edit/", editor.edit, name="questionnaire-edit"),
    path("questionnaires/<slug:public_id>/edit/turn/", editor.turn, name="questionnaire-turn"),
    path("questionnaires/<slug:public_id>/edit/add/", adding.add, name="questionnaire-add-block"),
    path("questionnaires/<slug:public_id>/edit/history/", questionnaires.history, name="questionnaire-history"),
    path("questionnaires/<slug:public_id>/publish/", questionnaires.publish, name="questionnaire-publish"),
    path("questionnaires/<slug:public_id>/preview/", questionnaires.preview, name="questionnaire-preview"),
    path(
        "questionnaires/<slug:public_id>/preview/rules.css",
        questionnaires.preview_rules,
        name="questionnaire-preview-rules",
    ),
    path("questionnaires/<slug:public_id>/texts/", texts.texts, name="questionnaire-texts"),
    path("questionnaires/<slug:public_id>/texts.xlsx", texts.texts_file, name="questionnaire-texts-file"),
    path("questionnaires/<slug:public_id>/texts/import/", texts.texts_import, name="questionnaire-texts-import"),
    path("questionnaires/<slug:public_id>/texts/apply/", texts.texts_apply, name="questionnaire-texts-apply"),
    path("questionnaires/<slug:public_id>/changes/", changes.changes, name="questionnaire-changes"),
    path("questionnaires/<slug:public_id>/tree/", tree.tree, name="questionnaire-tree"),
    path("questionnaires/<slug:public_id>/tree/judge/", tree.judge, name="questionnaire-tree-judge"),
    path("questionnaires/<slug:public_id>/tree/derive/", tree.derive, name="questionnaire-tree-derive"),
]
