// SPDX-License-Identifier: MIT
#pragma once
#include <athanor/model.hpp>

#include <string>

struct User;

struct Post {
    athanor::Key<int> id;
    athanor::Mapped<std::string> title;
    athanor::One<User> author;
};
