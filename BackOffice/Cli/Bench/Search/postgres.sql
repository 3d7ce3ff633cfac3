-- The other side of bench search --compare-postgres: one row an order, with the indexes that each kind of search deserves.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
DROP TABLE IF EXISTS bench_orders;
CREATE UNLOGGED TABLE bench_orders (
    id bigint NOT NULL, subject text NOT NULL, placed bigint NOT NULL, changed bigint NOT NULL, headline int NOT NULL, path int NOT NULL,
    step text, error text, city text NOT NULL, variant text, currency text NOT NULL, amount bigint NOT NULL,
    email text NOT NULL, name_words text NOT NULL, phone text, phone_end text, user_guid text, execution text, card4 text,
    gateway text[] NOT NULL, voucher4 text[] NOT NULL, json bytea NOT NULL);
-- indexes
ALTER TABLE bench_orders ADD PRIMARY KEY (id);
CREATE UNIQUE INDEX ON bench_orders (subject text_pattern_ops);
CREATE INDEX ON bench_orders (placed DESC, id DESC);
CREATE INDEX ON bench_orders (changed DESC, id DESC);
CREATE INDEX ON bench_orders (amount DESC, id DESC);
CREATE INDEX ON bench_orders (amount, placed DESC, id DESC);
CREATE INDEX ON bench_orders (headline, path, placed DESC, id DESC);
CREATE INDEX ON bench_orders (headline, placed DESC, id DESC);
CREATE INDEX ON bench_orders (step, headline, path, placed DESC, id DESC) WHERE step IS NOT NULL;
CREATE INDEX ON bench_orders (error, placed DESC, id DESC) WHERE error IS NOT NULL;
CREATE INDEX ON bench_orders (city, placed DESC, id DESC);
CREATE INDEX ON bench_orders (email text_pattern_ops, placed DESC);
CREATE INDEX ON bench_orders (phone text_pattern_ops, placed DESC);
CREATE INDEX ON bench_orders (phone_end text_pattern_ops, placed DESC);
CREATE INDEX ON bench_orders (user_guid, placed DESC);
CREATE INDEX ON bench_orders (execution);
CREATE INDEX ON bench_orders (card4, placed DESC, id DESC);
CREATE INDEX ON bench_orders USING gin (gateway);
CREATE INDEX ON bench_orders USING gin (voucher4);
CREATE INDEX ON bench_orders USING gin (to_tsvector('simple', name_words));
CREATE INDEX ON bench_orders USING gin (name_words gin_trgm_ops);
ANALYZE bench_orders;
