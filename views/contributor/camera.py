"""The pages on which the browser may use camera and microphone: the check, and nothing else. What they show stays in
the browser."""

from flask import Response

ALLOWED = "camera=(self), microphone=(self), display-capture=(), geolocation=()"


def allowed(answer: Response) -> Response:
    """Let this one page ask for camera and microphone."""
    answer.headers["Permissions-Policy"] = ALLOWED
    return answer
