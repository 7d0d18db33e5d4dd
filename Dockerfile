# Wortlaut's web server and its worker: one image for all (docker-compose.yml).

# Everything has a wheel, so no compiler is needed; pip and its caches stay behind in this stage.
FROM python:3.13-slim AS requirements
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv --without-pip /opt/venv \
    && python -m pip --python /opt/venv/bin/python install --no-cache-dir --require-hashes \
        --only-binary :all: -r /tmp/base.txt

FROM python:3.13-slim
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    WORTLAUT_HOME=/data
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin wortlaut \
    && install --directory --owner=wortlaut --group=wortlaut --mode=0700 /data
COPY --from=requirements /opt/venv /opt/venv
WORKDIR /app
COPY . .
# A container that can only be read would compile everything at each start.
RUN python -m compileall -q newsreader annotations
USER wortlaut
VOLUME /data
EXPOSE 8000
# The slim image has neither curl nor wget. http.client asks no proxy, whatever Docker puts into HTTP_PROXY.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1:8000', timeout=4); c.request('GET', '/healthz'); r = c.getresponse(); print(r.read().decode()); exit(r.status != 200)"]
ENTRYPOINT ["python", "manage.py"]
CMD ["serve", "--no-worker", "--host", "0.0.0.0"]
