-- Orders in a Redis list, by the catalog: spark.sql.catalog.redis=dev.conveyor.streaming.spark.ConveyorCatalog and
-- spark.sql.catalog.redis.address=redis://localhost
INSERT INTO redis.list.orders VALUES ('{"sku":"bar","qty":3}'), ('{"sku":"nut","qty":1}'), ('{"sku":"bar","qty":4}');

CREATE OR REPLACE TEMPORARY VIEW orders AS
SELECT order.* FROM (SELECT from_json(string(body), 'sku STRING, qty BIGINT') AS order FROM redis.list.orders);

INSERT OVERWRITE redis.hash.sold SELECT sku AS key, sum(qty) AS amount FROM orders GROUP BY sku;
