// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/codec.hpp"
#include <array>
#include <compare>
#include <functional>

namespace athanor {

/// A universally unique identifier, kept as the text `6ba7b810-9dad-11d1-80b4-00c04fd430c8`: as a key it is known
/// before its row is written, and nobody has to ask the database for it.
///
///     struct Order { Key<Uuid> id; … };
///     session.add(Order{.id = Uuid::time_ordered()});
class Uuid {
public:
    /// All zeros.
    constexpr Uuid() noexcept = default;
    constexpr explicit Uuid(const std::array<unsigned char, 16>& bytes) noexcept : bytes_(bytes) {}
    /// Reads the text, in small or capital letters. **Throws** ValueError when it is none.
    explicit Uuid(std::string_view text);

    /// Sixteen bytes by chance (version 4), from the system's generator.
    static Uuid random();
    /// Begins with the time in milliseconds (version 7): keys of rows that come one after the other lie together.
    static Uuid time_ordered();
    /// Empty when the text is no UUID.
    static std::optional<Uuid> parse(std::string_view text) noexcept;

    constexpr const std::array<unsigned char, 16>& bytes() const noexcept { return bytes_; }
    bool is_nil() const noexcept { return *this == Uuid(); }
    friend constexpr auto operator<=>(const Uuid&, const Uuid&) noexcept = default;

private:
    std::array<unsigned char, 16> bytes_{};
};

/// The canonical text: 36 small letters, digits and hyphens.
std::string to_string(const Uuid& uuid);

template <> struct codec<Uuid> {
    static constexpr SqlType sql_type = SqlType::uuid;
    static constexpr const char* name = "a UUID";
    static std::string to_database(const Uuid& uuid) { return to_string(uuid); }
    /// The canonical text only: rows are found by their keys as texts, and another spelling would not be found again.
    static std::optional<Uuid> from_database(std::string_view text);
};

} // namespace athanor

template <> struct std::hash<athanor::Uuid> {
    std::size_t operator()(const athanor::Uuid& uuid) const noexcept {
        const auto& bytes = uuid.bytes();
        return std::hash<std::string_view>()({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    }
};
