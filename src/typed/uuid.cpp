// SPDX-License-Identifier: MIT
#include "athanor/typed/uuid.hpp"
#include "athanor/base/error.hpp"
#include <chrono>
#include <cstring>
#include <random>

namespace athanor {
namespace {

bool hyphen_at(std::size_t position) { return position == 8 || position == 13 || position == 18 || position == 23; }

int digit_of(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

std::array<unsigned char, 16> random_bytes() {
    std::random_device system;
    std::array<unsigned char, 16> bytes{};
    for (std::size_t i = 0; i < bytes.size(); i += sizeof(std::random_device::result_type)) {
        const auto chance = system();
        std::memcpy(&bytes[i], &chance, sizeof chance);
    }
    return bytes;
}

Uuid marked(std::array<unsigned char, 16> bytes, unsigned version) {
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0fu) | version << 4);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3fu) | 0x80u);
    return Uuid(bytes);
}

} // namespace

Uuid::Uuid(std::string_view text) {
    const auto parsed = parse(text);
    if (!parsed) throw ValueError("'" + std::string(text) + "' is no UUID");
    *this = *parsed;
}

std::optional<Uuid> Uuid::parse(std::string_view text) noexcept {
    if (text.size() != 36) return std::nullopt;
    std::array<unsigned char, 16> bytes{};
    std::size_t digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (hyphen_at(i)) {
            if (text[i] != '-') return std::nullopt;
            continue;
        }
        const int digit = digit_of(text[i]);
        if (digit < 0) return std::nullopt;
        unsigned char& byte = bytes[digits++ / 2];
        byte = static_cast<unsigned char>(byte << 4 | digit);
    }
    return Uuid(bytes);
}

Uuid Uuid::random() { return marked(random_bytes(), 4); }

Uuid Uuid::time_ordered() {
    auto bytes = random_bytes();
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    auto milliseconds = static_cast<std::uint64_t>(now.time_since_epoch().count());
    for (std::size_t i = 6; i-- > 0; milliseconds >>= 8) bytes[i] = static_cast<unsigned char>(milliseconds);
    return marked(bytes, 7);
}

std::string to_string(const Uuid& uuid) {
    std::string text;
    for (const unsigned char byte : uuid.bytes()) {
        if (hyphen_at(text.size())) text += '-';
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

std::optional<Uuid> codec<Uuid>::from_database(std::string_view text) {
    for (const char letter : text)
        if (letter >= 'A' && letter <= 'F') return std::nullopt;
    return Uuid::parse(text);
}

} // namespace athanor
