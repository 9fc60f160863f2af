// SPDX-License-Identifier: MIT
// Classes with constructors, private members, virtual functions and bases are mapped by describe<T>.
#include "support/messages.hpp"
#include "support/statements.hpp"
#include <athanor/athanor.hpp>
#include <athanor/typed/history.hpp>
#include <athanor/typed/inspect.hpp>
#include <doctest/doctest.h>

namespace described_classes {
using namespace athanor;
using support::has;
using support::message;
using support::Statements;
class Account;
class Transfer;
struct Tag;

/// An aggregate that is no entity: what it has, each class below has.
struct Audited {
    Mapped<int> version = 1;
    Column<std::string, column("changed_by"), default_value("nobody")> author;
    Set<Tag, via("tagged"), by("entity")> tags;
};

// [class]
/// A class as one writes it without a database in mind.
class Account : public Audited {
public:
    Account() = default;
    explicit Account(std::string owner) : owner_(std::move(owner)) {}

    int number() const { return number_; }
    const std::string& owner() const { return owner_; }
    double balance() const { return balance_; }
    void pay(const Ref<Transfer>& transfer);
    const auto& transfers() const { return transfers_; }

private:
    friend struct athanor::describe<Account>; // which may see the members below

    Key<int> number_;
    Column<std::string, unique_key> owner_;
    Mapped<double> balance_ = 0;
    Mapped<std::optional<std::string>> m_note;
    List<Transfer, owned> transfers_;
    int calls_ = 0; // not mapped
};
// [/class]

class Transfer {
public:
    Transfer() = default;
    explicit Transfer(double amount) : amount_(amount) {}
    virtual ~Transfer() = default;
    Transfer(Transfer&&) = default;
    virtual double amount() const { return amount_; }
    One<Account> account; // a public member of a class that is no aggregate

private:
    friend struct athanor::describe<Transfer>;
    Key<int> id_;
    Mapped<double> amount_;
};
struct Tag {
    Key<std::string> name;
};
class Person {
public:
    Person() = default;
    Key<int> id;
    Mapped<std::string> name;
};
/// Its base is described itself.
class Employee : public Person {
public:
    Employee() = default;
    Mapped<double> salary;
    One<Employee> boss;
};
class Sideways : public Tag, public Audited {
public:
    Sideways() = default;
};

} // namespace described_classes

// [describe]
template <>
struct athanor::describe<described_classes::Account>
    : athanor::members<athanor::base<described_classes::Audited>, &described_classes::Account::number_,
          &described_classes::Account::owner_, &described_classes::Account::balance_,
          athanor::named<&described_classes::Account::m_note>("note"), &described_classes::Account::transfers_> {
    static constexpr auto table = athanor::table("accounts", unique_together("owner", "note"));
};
// [/describe]
template <>
struct athanor::describe<described_classes::Transfer>
    : athanor::members<&described_classes::Transfer::id_, &described_classes::Transfer::amount_,
          &described_classes::Transfer::account> {};
template <>
struct athanor::describe<described_classes::Person>
    : athanor::members<&described_classes::Person::id, &described_classes::Person::name> {};
template <>
struct athanor::describe<described_classes::Employee>
    : athanor::members<athanor::base<described_classes::Person>, &described_classes::Employee::salary,
          &described_classes::Employee::boss> {};
template <>
struct athanor::describe<described_classes::Sideways>
    : athanor::members<athanor::base<described_classes::Tag>, athanor::base<described_classes::Audited>> {};

namespace described_classes {

void Account::pay(const Ref<Transfer>& transfer) {
    transfers_.add(transfer);
    balance_ += transfer->amount();
    ++calls_;
}

struct Database {
    Engine db{"sqlite://"};
    Session session{db};
    Database() { create_all<Account>(db); }
};

TEST_CASE("described classes: attributes of the base come first, and underscores are no part of their names") {
    CHECK(describe_all<Account>() == R"(Account
  table accounts
    version integer, not null
    changed_by text, not null
    number integer, primary key, generated
    owner text, not null, unique
    balance real, not null
    note text
    unique (owner, note)
  author: column changed_by
  tags: many-to-many Tag, alone, ordered by name
    accounts.number = tagged.entity and tagged.tag_name = tag.name
  transfers: one-to-many Transfer, pairs with account, owned, ordered by id
    accounts.number = transfer.account_id
Tag
  table tag
    name text, primary key
Transfer
  table transfer
    id integer, primary key, generated
    amount real, not null
    account_id integer
    (account_id) references accounts(number)
  account: many-to-one Account, pairs with transfers
    transfer.account_id = accounts.number
(no class)
  table tagged
    entity integer, primary key
    tag_name text, primary key
    (entity) references accounts(number)
    (tag_name) references tag(name)
)");
}

TEST_CASE_FIXTURE(Database, "described classes: are stored, loaded, changed through their functions, and deleted") {
    auto account = session.add(Account("ann"));
    account->pay(make(Transfer(2.5)));
    account->pay(session.add(Transfer(1)));
    account->tags.add(make(Tag{.name = "new"}));
    session.commit();
    CHECK(account->number() == 1);
    session.expunge_all();
    account = session.get<Account>(1);
    CHECK(account->owner() == "ann");
    CHECK(account->balance() == 3.5);
    CHECK(account->author == "nobody");
    CHECK(account->version == 1);
    CHECK(account->tags.size() == 1);
    CHECK(account->transfers().size() == 2);
    CHECK(account->transfers()[0]->amount() == 2.5);
    CHECK(account->transfers()[0]->account == account);
    Statements statements(db);
    account->version += 1;
    account->pay(make(Transfer(1)));
    session.commit();
    CHECK(statements.count("UPDATE") == 1);
    CHECK(session.execute("SELECT version, balance FROM accounts").rows[0] == std::vector<Value>{2, 4.5});
    session.erase(account);
    session.commit();
    CHECK(session.execute("SELECT count(*) FROM transfer").rows[0][0] == Value(0));
}

TEST_CASE_FIXTURE(Database, "described classes: queries reach public members of the base, and private ones by name") {
    session.add_all({make(Account("ann")), make(Account("bob"))});
    session.get<Account>(2)->version = 5;
    session.get<Account>(2)->pay(make(Transfer(7)));
    session.commit();
    session.expunge_all();
    CHECK(session.select<Account>().where([](auto& a) { return a.version > 1; }).one()->owner() == "bob");
    CHECK(session.select<Account>()
              .where([](auto& a) { return attr<"owner">(a) == "ann" && is_null(attr<"note">(a)); })
              .count() == 1);
    CHECK(session.select<Account>()
              .where([](auto& a) { return attr<"transfers">(a).any([](auto& t) { return attr<"amount">(t) == 7.0; }); })
              .one()
              ->number() == 2);
    CHECK(session.select<Transfer>().where([](auto& t) { return attr<"owner">(*t.account) == "bob"; }).count() == 1);
    session.expunge_all();
    Statements statements(db);
    const auto all = session.select<Account>().with<&Audited::tags>().all();
    CHECK(all[0]->tags.empty());
    CHECK(statements.count("SELECT") == 2);
    CHECK(is_loaded<&Audited::tags>(all[0]));
    session.expire<&Audited::version>(all[0]);
    CHECK(!is_loaded<&Audited::version>(all[0]));
}

TEST_CASE("described classes: base and derived class have a table each") {
    Engine db("sqlite://");
    create_all<Person>(db);
    create_all<Employee>(db);
    Session session(db);
    session.add(Person{})->name = "ann";
    auto boss = session.add(Employee{});
    boss->name = "bob";
    auto clerk = session.add(Employee{});
    clerk->name = "cid";
    clerk->boss = boss;
    session.commit();
    session.expunge_all();
    CHECK(session.select<Person>().one()->name == "ann");
    CHECK(session.select<Employee>().where([](auto& e) { return e.boss->name == "bob"; }).one()->name == "cid");
}

TEST_CASE("described classes: a base with attributes stands at the beginning") {
    const std::string text = message<MappingError>([] { (void)describe_all<Sideways>(); });
    CHECK_MESSAGE(has(text, {"Sideways", "first among the bases"}), text);
}

} // namespace described_classes
