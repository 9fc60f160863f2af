// SPDX-License-Identifier: MIT
#include "orm/mapping/signature.hpp"
#include <doctest/doctest.h>

using namespace athanor::kernel;
using Names = std::vector<std::string_view>;

// The literals below are what g++ 12.2, clang 16 and clang 19 give for __PRETTY_FUNCTION__.

TEST_CASE("signature: the class, g++") {
    CHECK(class_in_signature("const char* class_signature() [with T = User]") == "User");
    CHECK(class_in_signature("const char* f() [with T = shop::inner::UserProfile]") == "shop::inner::UserProfile");
    CHECK(class_in_signature("const char* f() [with T = {anonymous}::Hidden]") == "{anonymous}::Hidden");
    CHECK(class_in_signature("const char* f() [with T = local()::Loc]") == "local()::Loc");
    CHECK(class_in_signature("constexpr std::string_view f() [with T = shop::Box<User, int>; std::string_view = "
                             "std::basic_string_view<char>]") == "shop::Box<User, int>");
    CHECK(class_in_signature("const char* f() [with auto ...A = {}; T = User]") == "User");
}

TEST_CASE("signature: the class, clang") {
    CHECK(class_in_signature("const char *class_signature() [T = User]") == "User");
    CHECK(class_in_signature("const char *f() [T = (anonymous namespace)::Hidden]") == "(anonymous namespace)::Hidden");
    CHECK(class_in_signature("const char *f() [T = shop::Box<std::basic_string<char>>]") ==
        "shop::Box<std::basic_string<char>>");
    CHECK(class_in_signature("no signature").empty());
}

TEST_CASE("signature: the members, g++") {
    CHECK(members_in_signature(
              "const char* member_signature() [with T = User; auto ...A = {Address<Col<int>*>{(& "
              "specimen<User>.Holder<User>::t.User::id)}, Address<Col<std::__cxx11::basic_string<char> >*>{(& "
              "specimen<User>.Holder<User>::t.User::name)}}]") == Names{"id", "name"});
    CHECK(members_in_signature("const char* f() [with T = {anonymous}::Hidden; auto ...A = {Address<int*>{(& "
                               "specimen<{anonymous}::Hidden>.Holder<{anonymous}::Hidden>::t.{anonymous}::Hidden::a)}, "
                               "Address<int*>{(& "
                               "specimen<{anonymous}::Hidden>.Holder<{anonymous}::Hidden>::t.{anonymous}::Hidden::b_c)}"
                               "}]") == Names{"a", "b_c"});
    CHECK(members_in_signature("const char* f() [with T = A; auto ...A = {}]").empty());
}

TEST_CASE("signature: the members, clang") {
    CHECK(members_in_signature(
              "const char *member_signature() [T = User, A = <Address<Col<int> *>{&specimen.t.id}, "
              "Address<Col<basic_string<char, char_traits<char>, allocator<char>>> *>{&specimen.t.full_name2}>]") ==
        Names{"id", "full_name2"});
    CHECK(members_in_signature("const char *f() [T = A, A = <>]").empty());
    CHECK(members_in_signature("const char *f() [A = <&Note::keyword, &Note::text>]") == Names{"keyword", "text"});
}

TEST_CASE("signature: options with text, members and operators inside do not confuse it") {
    CHECK(members_in_signature(
              R"(const char* f() [with T = N; auto ...A = {Address<List<N, by<Text<4>{"}),"}>{}>*>{(& s<N>.t.N::a)}, )"
              R"(Address<Dict<(& N::key), '<'>*>{(& s<N>.t.N::b)}, Address<X<(1 < 2)>*>{(& s<N>.t.N::c)}}])") ==
        Names{"a", "b", "c"});
    CHECK(members_in_signature(
              R"(const char *f() [T = N, A = <P<L<N, O{&N::x}> *>{&s.t.a}, P<decltype(p->q) *>{&s.t.b}>])") ==
        Names{"a", "b"});
}

TEST_CASE("names: without namespaces") {
    CHECK(without_namespaces("User") == "User");
    CHECK(without_namespaces("shop::inner::User") == "User");
    CHECK(without_namespaces("shop::Box<a::User>") == "Box<a::User>");
    CHECK(without_namespaces("(anonymous namespace)::User") == "User");
    CHECK(without_namespaces("local()::User") == "User");
}

TEST_CASE("names: of classes that belong to one file") {
    CHECK(is_local_to_its_file("{anonymous}::User"));
    CHECK(is_local_to_its_file("shop::Box<(anonymous namespace)::User>"));
    CHECK(is_local_to_its_file("N12_GLOBAL__N_14UserE"));
    CHECK(is_local_to_its_file("ZL5localvE4User"));
    CHECK_FALSE(is_local_to_its_file("shop::User"));
}

TEST_CASE("names: snake case") {
    CHECK(snake_case("User") == "user");
    CHECK(snake_case("UserProfile") == "user_profile");
    CHECK(snake_case("HTTPServer2") == "http_server2");
    CHECK(snake_case("User2Post") == "user2_post");
    CHECK(snake_case("Box<a::User>") == "box_a_user");
    CHECK(snake_case("already_snake") == "already_snake");
    CHECK(snake_case("A") == "a");
}

TEST_CASE("signature: what the typed front gives, g++ and clang") {
    CHECK(
        members_in_signature(
            R"(constexpr const char* athanor::kernel::signature() [with auto ...Addresses = {Address<athanor::Column<)"
            R"(std::__cxx11::basic_string<char>, SetTextField<&MemberOptions::column, 10, athanor::kernel::For::any>{)"
            R"(Text<10>{"na,m}e\")>"}}, LengthOption{50}>*>{(& specimen<shop::Node>.Holder<shop::Node>::value.shop::)"
            R"(Node::name)}, Address<athanor::One<shop::Node, By<8>{Text<8>{"par>ent"}, By<>()}>*>{(& specimen<shop::)"
            R"(Node>.Holder<shop::Node>::value.shop::Node::parent)}}])") == Names{"name", "parent"});
    CHECK(
        members_in_signature(
            R"(const char *athanor::kernel::signature() [Addresses = <Address<Column<basic_string<char, char_traits<)"
            R"(char>, allocator<char>>, kernel::SetTextField<&kernel::MemberOptions::column, 10UL, kernel::For::any>)"
            R"({{"na,m}e\")>"}}, kernel::LengthOption{50}> *>{&specimen.value.name}, Address<One<Node, By<8UL>{{"par>)"
            R"(ent"}, {}}> *>{&specimen.value.parent}>])") == Names{"name", "parent"});
}
