// SPDX-License-Identifier: MIT
#include "athanor/typed/describe.hpp"
#include "athanor/orm/instance/members.hpp"
#include "athanor/typed/from.hpp"
#include <array>
#include <doctest/doctest.h>
#include <optional>
#include <vector>

namespace describes {
using namespace athanor;

struct Place {
    int x = 0, y = 0;
};
struct Mixed {
    static constexpr auto table = athanor::table("mixtures", unique_together("name", "size"), checks("size > 0"));
    Key<int> id;
    Column<std::string, column("label"), length(50)> name;
    int plain = 0;
    std::optional<int> maybe;
    std::vector<std::string> list;
    std::string text;
    Place place;
    std::array<int, 3> three{};
    Mapped<double> size;
};
struct Wide {
    Key<int> a;
    Mapped<int> b01, b02, b03, b04, b05, b06, b07, b08, b09, b10, b11, b12, b13, b14, b15, b16, b17, b18, b19, b20;
    Mapped<int> c01, c02, c03, c04, c05, c06, c07, c08, c09, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20;
    Mapped<int> d01, d02, d03, d04, d05, d06, d07, d08, d09, d10, d11, d12, d13, d14, d15, d16, d17, d18, d19, d20;
    Mapped<int> e01, e02, e03;
};
struct alignas(32) Aligned {
    Key<int> id;
    Mapped<std::string> name;
};

std::string names(const kernel::ClassInfo& cls) {
    std::string all;
    for (const auto& attribute : cls.attributes) all += attribute->name + ' ';
    return all;
}

} // namespace describes
namespace {
struct Hidden {
    athanor::Key<int> id;
    athanor::Mapped<std::string> name;
};
} // namespace

using namespace describes;

TEST_CASE("a plain struct is its own description") {
    const kernel::ClassInfo& cls = kernel::configured(class_info<Mixed>());
    CHECK(cls.name == "Mixed");
    CHECK(cls.full_name == "describes::Mixed");
    CHECK(names(cls) == "id name size ");
    CHECK(cls.table->name() == "mixtures");
    CHECK(cls.table->uniques.size() == 1);
    CHECK(cls.table->checks == std::vector<std::string>{"size > 0"});
    CHECK(cls.table->find("label").has_value());
    const kernel::Attribute& name = *cls.find("name");
    Mixed mixed;
    CHECK(static_cast<void*>(&mixed.name) == reinterpret_cast<char*>(&mixed) + name.offset);
    CHECK(static_cast<const void*>(mixed.name.athanor_word()) == reinterpret_cast<char*>(&mixed) + name.word);
    CHECK(kernel::member_offset<&Mixed::size>() == cls.find("size")->offset);
}

TEST_CASE("classes of 64 members, of anonymous namespaces and of functions are mapped too") {
    CHECK(class_info<Wide>().attributes.size() == 64);
    CHECK(class_info<Wide>().attributes.back()->name == "e03");
    CHECK(names(class_info<Hidden>()) == "id name ");
    struct Local {
        Key<int> id;
        Mapped<bool> flag;
    };
    CHECK(class_info<Local>().name == "Local");
    CHECK(names(class_info<Local>()) == "id flag ");
}

TEST_CASE("an alias of an aligned class leads from its attributes back to itself") {
    from<Aligned> a;
    CHECK(reinterpret_cast<std::uintptr_t>(&*a) % 32 == 0);
    CHECK(&kernel::alias_of(a->name.athanor_word()) == &a.athanor_alias());
    CHECK(&kernel::alias_of(a->id.athanor_word()) == &a.athanor_alias());
}

TEST_CASE("classes with different members have different layouts") {
    struct One {
        Key<int> id;
        Mapped<int> a;
    };
    struct Other {
        Key<int> id;
        Mapped<int> b;
    };
    struct Third {
        Key<int> id;
        Mapped<unsigned> a;
    };
    CHECK(layout_of<One>() != layout_of<Other>());
    CHECK(layout_of<One>() != layout_of<Third>());
}
