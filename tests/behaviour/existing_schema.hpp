// SPDX-License-Identifier: MIT
#pragma once

namespace existing_schema {

/// A database as one finds it: made by several people over many years, none of whom thought of this library.
inline constexpr const char* ddl = R"sql(
CREATE TABLE T_COUNTRY (
    CODE CHAR(2) NOT NULL PRIMARY KEY,
    "NAME" VARCHAR(80) NOT NULL UNIQUE,
    "default" INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE "user" (
    "user id" INTEGER PRIMARY KEY,
    "select" TEXT NOT NULL UNIQUE,
    "e-mail" TEXT,
    CREATED TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    boss INTEGER REFERENCES "user" ON DELETE SET NULL
);
CREATE TABLE "group" (no INTEGER PRIMARY KEY, "where" TEXT NOT NULL);
CREATE TABLE user_x_group (
    usr INTEGER NOT NULL REFERENCES "user" ON DELETE CASCADE,
    grp INTEGER NOT NULL REFERENCES "group" (no),
    PRIMARY KEY (usr, grp)
);
CREATE TABLE "Order" (
    "year" INTEGER NOT NULL,
    "no" INTEGER NOT NULL,
    "user" INTEGER NOT NULL REFERENCES "user" ("user id") ON DELETE RESTRICT,
    "when" TEXT NOT NULL,
    state VARCHAR(10) NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'paid', 'gone')),
    PRIMARY KEY ("year", "no")
);
CREATE TABLE tblProducts (
    "Code" TEXT NOT NULL PRIMARY KEY,
    "desc" TEXT,
    "image.png" BLOB,
    "weight (kg)" REAL NOT NULL DEFAULT 0.0,
    made_in CHAR(2) REFERENCES T_COUNTRY,
    discontinued BOOLEAN NOT NULL DEFAULT FALSE
);
CREATE TABLE "Order Details" (
    o_year INTEGER NOT NULL,
    o_no INTEGER NOT NULL,
    "line" SMALLINT NOT NULL,
    "Product Code" TEXT NOT NULL REFERENCES tblProducts ("Code") ON UPDATE CASCADE,
    qty INTEGER NOT NULL DEFAULT 1,
    price DECIMAL(10, 2) NOT NULL,
    PRIMARY KEY (o_year, o_no, "line"),
    FOREIGN KEY (o_year, o_no) REFERENCES "Order" ("year", "no") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE TABLE tblProductNames (
    "Code" TEXT NOT NULL REFERENCES tblProducts ON DELETE CASCADE,
    lang CHAR(2) NOT NULL,
    "text" TEXT NOT NULL,
    PRIMARY KEY ("Code", lang)
);
CREATE TABLE address (
    "ADDR#" INTEGER PRIMARY KEY,
    "of" INTEGER NOT NULL REFERENCES "user" ON DELETE CASCADE,
    street TEXT NOT NULL DEFAULT '',
    country CHAR(2) NOT NULL DEFAULT 'DE' REFERENCES T_COUNTRY (CODE),
    kind VARCHAR(8) NOT NULL,
    UNIQUE ("of", kind)
);
CREATE TABLE invoice (
    "invoice#" INTEGER PRIMARY KEY,
    "year" INTEGER NOT NULL,
    "no" INTEGER NOT NULL,
    "to" INTEGER REFERENCES address ON DELETE SET NULL,
    total NUMERIC(12, 2) NOT NULL DEFAULT 0,
    paid_on DATE,
    UNIQUE ("year", "no"),
    FOREIGN KEY ("year", "no") REFERENCES "Order"
);
CREATE TABLE "log" (
    "table" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    "values" JSON,
    PRIMARY KEY ("table", "key", at)
);
CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL DEFAULT (lower('NONE')),
    scope INTEGER
);
CREATE INDEX "by user" ON "Order" ("user");

INSERT INTO T_COUNTRY VALUES ('DE', 'Germany', 1), ('FR', 'France', 0);
INSERT INTO "user" ("user id", "select", "e-mail", CREATED, boss) VALUES
    (1, 'ann', 'ann@x', '2020-01-02 03:04:05', NULL), (2, 'bob', NULL, '2020-01-02 03:04:06', 1);
INSERT INTO "group" VALUES (10, 'here'), (20, 'there');
INSERT INTO user_x_group VALUES (1, 10), (1, 20), (2, 20);
INSERT INTO "Order" VALUES (2023, 1, 2, '2023-05-06 07:08:09', 'paid'), (2024, 1, 2, '2024-05-06 07:08:09', 'new');
INSERT INTO tblProducts VALUES
    ('A-1', 'a thing', x'89504e47', 1.5, 'FR', 0), ('B''2', NULL, NULL, 0, NULL, TRUE);
INSERT INTO "Order Details" VALUES
    (2023, 1, 1, 'A-1', 2, 9.99), (2023, 1, 2, 'B''2', 1, 100), (2024, 1, 1, 'A-1', 1, 0.10);
INSERT INTO tblProductNames VALUES ('A-1', 'de', 'ein Ding'), ('A-1', 'fr', 'une chose');
INSERT INTO address VALUES (5, 2, 'Street 1', 'DE', 'home'), (6, 2, '', 'FR', 'work');
INSERT INTO invoice VALUES (900, 2023, 1, 5, 119.98, '2023-06-01');
INSERT INTO "log" VALUES ('Order', '2023/1', '2023-05-06 07:08:09.5', '{"state":"paid"}');
INSERT INTO settings (name) VALUES ('colour');
)sql";

} // namespace existing_schema
