// SPDX-License-Identifier: MIT
#pragma once
#include "orm/instance/mutation.hpp"
#include <vector>

namespace athanor::kernel {

/// Which members of lists with position<…> one mutator call gives other positions. Written at the end of the call, so
/// that each member is written once.
class Positions {
public:
    /// Members came to the end: where the list keeps positions, those that they have.
    void appended(Header* owner, const Attribute& attribute, std::size_t count = 1);
    /// Members left the end.
    void shortened(Header* owner, const Attribute& attribute);
    /// All members came anew.
    void replaced(Header* owner, const Attribute& attribute);
    /// The members of [first, last) may stand elsewhere now.
    void moved(Header* owner, const Attribute& attribute, std::size_t first = 0, std::size_t last = ~std::size_t(0));
    void write(Mutation& mutation) const;

private:
    struct Range {
        Header* owner;
        const Attribute* attribute;
        std::size_t first, last;
        bool at_end;
        friend bool operator==(const Range&, const Range&) = default;
    };
    static void write(Mutation& mutation, const Range& range);
    std::vector<Range> ranges_;
};

/// Whether the member says already where it stands; true also when nobody can tell without the database.
bool has_position(Header* item, const Attribute& position);

enum class FlushFirst : bool { no, yes };
/// Reads the positions that are not in memory: of the members of the list, if it is in memory, or of an object that
/// becomes one. True when something was read.
bool read_positions(Header* owner, const Attribute& attribute, FlushFirst flush);
bool read_position(Header* item, const Attribute& attribute, FlushFirst flush);
/// Of the last one among the first members of the list.
bool read_last_position(Header* owner, const Attribute& attribute, std::size_t first);

} // namespace athanor::kernel
