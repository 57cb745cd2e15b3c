# One image for web, worker and beat; see compose.yaml for the three commands.
FROM python:3.11-slim AS packages
WORKDIR /liaison
COPY requirements-uv.txt requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements-uv.txt \
 && python -m venv /packages \
 && uv pip install --python /packages/bin/python --no-cache --require-hashes -r requirements.txt

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home liaison && install -d -o liaison -g liaison /data
WORKDIR /liaison
COPY --from=packages /packages /packages
COPY . .
ENV PATH=/packages/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    VAR_DIR=/data \
    BIND=0.0.0.0 \
    PORT=8000
# Collecting needs no server and no secret; the settings only insist that they are named.
RUN SECRET_KEY=none ALLOWED_HOSTS=none SITE_URL=https://none DATABASE_URL=postgres://none/none BROKER_URL=redis://none \
    python manage.py collectstatic --noinput --verbosity 0 \
 && python -m portal.messages \
 && python -m compileall -q portal partnerships
USER liaison
VOLUME /data
EXPOSE 8000
CMD ["bin/program", "web"]
