#!/usr/bin/env python3
"""Writes include/athanor/typed/members.hpp: how a class with n members is taken apart, for each n."""
from pathlib import Path

LIMIT = 64
TARGET = Path(__file__).resolve().parent.parent / "include/athanor/typed/members.hpp"
HEAD = """// SPDX-License-Identifier: MIT
#pragma once
// Written by tools/generate_members.py; do not edit.
#include "athanor/typed/specimen.hpp"

// clang-format off
namespace athanor::kernel {

/// A class of N members, taken apart: the names of its members, and where each one is.
template <std::size_t N> struct Members;
template <> struct Members<0> {
    template <class T> static constexpr const char* names() { return signature<>(); }
    template <class T> static void places(MemberPlace*) {}
};
"""


def case(n):
    names = [f"m{i}" for i in range(n)]
    addresses = ", ".join(f"Address{{&{name}}}" for name in names)
    places = " ".join(f"place(out++, &t, {name});" for name in names)
    return (f"template <> struct Members<{n}> {{\n"
            f"    template <class T> static constexpr const char* names() {{ auto& [{', '.join(names)}] = specimen<T>.value; "
            f"return signature<{addresses}>(); }}\n"
            f"    template <class T> static void places(MemberPlace* out) {{ auto& t = specimen<T>.value; "
            f"auto& [{', '.join(names)}] = t; {places} }}\n"
            f"}};\n")


TARGET.write_text(HEAD + "".join(case(n) for n in range(1, LIMIT + 1)) + "\n} // namespace athanor::kernel\n")
