// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace athanor::kernel {

/// The class in the signature of a function template over it: `… [with T = shop::User; …]`, `… [T = shop::User]`.
std::string_view class_in_signature(std::string_view signature);

/// The last identifiers of the elements of the parameter pack in a signature: the names of the members whose addresses
/// it holds.
std::vector<std::string_view> members_in_signature(std::string_view signature);

/// `shop::User` to `User`, `shop::Box<a::User>` to `Box<a::User>`.
std::string_view without_namespaces(std::string_view full_name);

/// Whether classes of this name in different files may be different ones.
bool is_local_to_its_file(std::string_view full_name);

/// `UserProfile` to `user_profile`, `HTTPServer2` to `http_server2`, `Box<int>` to `box_int`.
std::string snake_case(std::string_view class_name);

} // namespace athanor::kernel
