# Packages and the media worker change rarely, so that they come first and stay in the builder's cache.
FROM node:24-slim AS build
WORKDIR /app
ENV CI=true ALLMENDE_CACHE=/cache
COPY package.json package-lock.json ./
COPY config/bootstrap.mjs config/
COPY config/bootstrap config/bootstrap
COPY config/media-worker config/media-worker
# The worker is downloaded, or built from source where the release page cannot be reached. Beside it: the packages of
# the libraries it links, under the names of this Debian release.
RUN node config/bootstrap.mjs prepare worker \
  && mkdir /worker \
  && cp /cache/media-worker/*/mediasoup-worker /cache/media-worker/*/build.json /worker/ \
  && ldd /worker/mediasoup-worker | awk '/=> \//{ print $3 }' | xargs -r -n 1 basename \
     | xargs -r -I {} dpkg -S '*/{}' | cut -d : -f 1 | sort -u > /worker/packages
COPY config config
COPY client client
COPY server server
COPY migrations migrations
RUN node config/bootstrap.mjs prepare client \
  && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/mediasoup/worker node_modules/.cache

FROM node:24-slim
COPY --from=build /worker/packages /tmp/packages
RUN apt-get update \
  && xargs -r apt-get install -y --no-install-recommends < /tmp/packages \
  && rm -rf /var/lib/apt/lists/* /tmp/packages \
  && mkdir /data \
  && chown node:node /data
COPY --from=build /worker/mediasoup-worker /worker/build.json /usr/local/lib/allmende/
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/config/env.ts config/
COPY --from=build /app/migrations migrations
COPY --from=build /app/server server
COPY --from=build /app/client/dist client/dist
ENV NODE_ENV=production \
  HOST=0.0.0.0 \
  DATA_DIR=/data \
  MEDIASOUP_WORKER_BIN=/usr/local/lib/allmende/mediasoup-worker
# The root file system may be read-only: only /data, and /tmp as tmpfs, are written.
USER node
VOLUME /data
# Pages and sockets; then one port per media worker, UDP and TCP, from MEDIA_PORT upward.
EXPOSE 3000 40000-40003/udp 40000-40003/tcp
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT ?? 3000) + '/api/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.ts"]
