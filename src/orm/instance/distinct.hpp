// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/members.hpp"
#include <vector>

// Whether a list holds something twice. Who leaves one place of it is a member as long as it has another, and looking
// for that takes longer the longer the list is: so a list that was looked through says that it is distinct, until
// something comes that may be there already.

namespace athanor::kernel {

/// The item, which just left a place of the collection, stands at another. Looks through a list that is not known to be
/// distinct.
bool is_held_again(Header* owner, const Attribute& attribute, Header* item);
/// The same of several: those that stand nowhere, each once.
std::vector<Header*> gone_from(Header* owner, const Attribute& attribute, std::vector<Header*> items);

/// Made before something comes into a collection, or leaves it, it knows whether a distinct list stays so.
class StaysDistinct {
public:
    /// `entering`: null where nothing does.
    StaysDistinct(Header* owner, const Attribute& attribute, Header* entering);
    StaysDistinct(Header* owner, const Attribute& attribute, const std::vector<Header*>& entering);
    /// It has happened.
    void keep() const noexcept {
        if (word_) *word_ |= word_bits::distinct;
    }

private:
    std::uint32_t* word_ = nullptr;
};

} // namespace athanor::kernel
