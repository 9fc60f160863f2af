// SPDX-License-Identifier: MIT
// A collection that may be of any size: members are added, found and deleted, and never loaded as a whole.
// Columns are aligned by hand.
// clang-format off
#include <athanor/athanor.hpp>
#include <cstdlib>
#include <iostream>

using namespace athanor;
static void expect(bool holds, const char* what) {
    if (!holds) { std::cerr << "failed: " << what << '\n'; std::exit(1); }
}

struct Member {
    Key<int>                                               id;
    Column<std::string, column("member_name"), length(50)> name;
};

struct Organization {
    static constexpr auto table = athanor::table("organizations", mysql_engine("InnoDB"));
    Key<int>                                            id;
    Column<std::string, column("org_name"), length(50)> name;
    WriteOnly<Member, owned, passive_deletes>           members;   // ON DELETE CASCADE; never loaded
};

int main() {
    Engine db("sqlite://");
    db.echo(std::cout);
    create_all<Organization>(db);
    Session session(db);

    auto org = session.add(Organization{.name = "org one"});
    org->members.add_all({{.name = "member one"}, {.name = "member two"}, {.name = "member three"}});
    session.commit();

    std::size_t found = 0;
    for (auto member : org->members.select().where([](auto& m) { return like(m.name, "%member t%"); })) {
        std::cout << member->name << '\n';
        ++found;
    }
    expect(found == 2, "two and three");

    session.expunge_all();
    org = session.get<Organization>(1);
    org->members.add_all({{.name = "member four"}, {.name = "member five"}, {.name = "member six"}});
    session.commit();                                       // three new rows, nothing loaded

    session.erase(org);
    session.commit();                                       // one DELETE; the database removes the members
    expect(session.select<Member>().count() == 0, "no member left");
}
