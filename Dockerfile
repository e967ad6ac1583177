# The image of Open Collections: docker build -t opencollections .
#
# Both stages name the base by tag, so that a rebuild picks up Debian's and Python's security fixes. Where the
# same bytes must come out every time, add the digest that your registry shows: python:3.11-slim-bookworm@sha256:…

FROM python:3.11-slim-bookworm AS builder
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/opencollections
ENV PATH=/opt/opencollections/bin:$PATH
WORKDIR /source
# The dependencies come first: they change less often than the code, and their layer is kept.
COPY requirements/run.txt requirements/
RUN pip install --require-hashes --only-binary :all: -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY service service
COPY ontology ontology
COPY mappings mappings
RUN python -m hatchling build --target wheel --directory /source/dist \
    && pip install --no-index --no-deps /source/dist/*.whl

FROM python:3.11-slim-bookworm
# A fixed number, so that a volume keeps its owner when the image is replaced.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin ocn \
    && install --directory --owner ocn --group ocn --mode 0750 /data
COPY --from=builder /opt/opencollections /opt/opencollections
# Nothing is written beside /data and /tmp, so the root file system may be mounted read-only.
ENV PATH=/opt/opencollections/bin:$PATH OCN_DATA=/data PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["ocn"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--data", "/data"]
