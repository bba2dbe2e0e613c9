"""Addresses of pairs and of the order on them."""

from django.urls import path

from .views import cards, existing, first_steps, forming, groups, orders

app_name = "pairs"
urlpatterns = [
    path("", cards.pairs, name="list"),
    path("new/", forming.form_by_hand, name="form"),
    path("existing/", existing.by_hand, name="existing"),
    path("existing/table/", existing.table, name="existing_table"),
    path("existing/table/sample.xlsx", existing.sample, name="existing_sample"),
    path("existing/table/<uuid:pk>/", existing.preview, name="existing_preview"),
    path("orders/new/", orders.new, name="order_new"),
    path("orders/<uuid:pk>/", orders.order, name="order"),
    path("orders/<uuid:pk>/edit/", orders.edit, name="order_edit"),
    path("orders/<uuid:pk>/issue/", orders.issue, name="order_issue"),
    path("orders/<uuid:pk>/version/", orders.version, name="order_version"),
    path("orders/<uuid:pk>/ready-only/", orders.ready_only, name="order_ready_only"),
    path("orders/<uuid:pk>/cancel/", orders.cancel, name="order_cancel"),
    path("orders/<uuid:pk>/rows/<uuid:row>/remove/", orders.remove_row, name="order_remove_row"),
    path("answers/<uuid:pk>/", cards.answer, name="answer"),
    path("<uuid:pk>/", cards.pair, name="pair"),
    path("<uuid:pk>/approve/", cards.approve, name="approve"),
    path("<uuid:pk>/stop/", cards.stop, name="stop"),
    path("<uuid:pk>/reverse/", groups.reverse_pair, name="reverse"),
    path("<uuid:pk>/join/", groups.join, name="join"),
    path("<uuid:pk>/leave/<uuid:taker>/", groups.leave, name="leave"),
    path("<uuid:pk>/steps/take/", first_steps.take, name="steps_take"),
    path("<uuid:pk>/steps/new/", first_steps.add, name="step_add"),
    path("<uuid:pk>/steps/<uuid:step>/", first_steps.change, name="step"),
    path("<uuid:pk>/steps/<uuid:step>/done/", first_steps.done, name="step_done"),
    path("<uuid:pk>/basis/", forming.basis, name="basis"),
    path("<uuid:pk>/processing/<uuid:person>/", forming.ask_processing, name="ask_processing"),
]
