// SPDX-License-Identifier: MIT
#pragma once
#include <athanor/model.hpp>

#include <string>

struct Post;

struct User {
    athanor::Key<int> id;
    athanor::Mapped<std::string> name;
    athanor::List<Post, athanor::owned> posts;
};
