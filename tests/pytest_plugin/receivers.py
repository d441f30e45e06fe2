"""A receiver for each framework, for the tests of the plugin."""

FLASK = """
import pytest
from flask import Flask, abort, request
import twenty_hooks

app = Flask(__name__)

@app.post("/hook")
def hook():
    if not twenty_hooks.verify(request.get_data(), request.headers, "topsecret"):
        abort(401)
    return twenty_hooks.parse(request.get_data()).name

@pytest.fixture
def post():
    client = app.test_client()
    return lambda delivery: client.post(
        "/hook", data=delivery.body, headers=delivery.headers
    )
"""

DJANGO = """
import pytest
import django
from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
import twenty_hooks

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="x")
django.setup()

from django.test import Client

@csrf_exempt
def hook(request):
    if not twenty_hooks.verify(request.body, request.headers, "topsecret"):
        return HttpResponse(status=401)
    return HttpResponse(twenty_hooks.parse(request.body).name)

urlpatterns = [path("hook", hook)]

@pytest.fixture
def post():
    return lambda delivery: Client().post(
        "/hook",
        data=delivery.body,
        content_type="application/json",
        headers=delivery.headers,
    )
"""

STARLETTE = """
import pytest
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient
import twenty_hooks

async def hook(request):
    body = await request.body()
    if not twenty_hooks.verify(body, request.headers, "topsecret"):
        return Response(status_code=401)
    return Response(twenty_hooks.parse(body).name)

app = Starlette(routes=[Route("/hook", hook, methods=["POST"])])

@pytest.fixture
def post():
    client = TestClient(app)
    return lambda delivery: client.post(
        "/hook", content=delivery.body, headers=delivery.headers
    )
"""

HTTPX = """
import httpx
import pytest
import twenty_hooks

def hook(request):
    body = request.read()
    if not twenty_hooks.verify(body, request.headers, "topsecret"):
        return httpx.Response(401)
    return httpx.Response(200, text=twenty_hooks.parse(body).name)

@pytest.fixture
def post():
    client = httpx.Client(transport=httpx.MockTransport(hook))
    return lambda delivery: client.post(
        "http://receiver/hook", content=delivery.body, headers=delivery.headers
    )
"""

ALL = {"flask": FLASK, "django": DJANGO, "starlette": STARLETTE, "httpx": HTTPX}
