// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/typed/codec.hpp"
#include "athanor/typed/mapped.hpp"
#include <nlohmann/json.hpp>

// Documents of nlohmann-json as columns: include this where a class has them. The library itself does not need
// nlohmann-json; a program that includes this header brings it.

namespace athanor {
namespace kernel {

template <class Json> struct JsonCodec {
    static constexpr SqlType sql_type = SqlType::json;
    static constexpr const char* name = "a JSON document";
    static std::string to_database(const Json& document) { return document.dump(); }
    /// Empty when the text is no JSON.
    static std::optional<Json> from_database(std::string_view text) {
        Json document = Json::parse(text, nullptr, false);
        if (document.is_discarded()) return std::nullopt;
        return std::optional<Json>(std::in_place, std::move(document));
    }
};

} // namespace kernel

/// The text of the document. Its null is the text `null`; NULL is an empty std::optional.
template <> struct codec<nlohmann::json> : kernel::JsonCodec<nlohmann::json> {};
template <> struct codec<nlohmann::ordered_json> : kernel::JsonCodec<nlohmann::ordered_json> {};

} // namespace athanor

/// An attribute in a document is its value: `nlohmann::json{{"name", user->name}}`. A document does not turn into an
/// attribute by itself, as it would for every class that looks like a container.
template <class M>
    requires(athanor::kernel::mapped_like<M>)
struct nlohmann::adl_serializer<M, void> {
    template <class Json> static void to_json(Json& document, const M& attribute) { document = attribute.get(); }
};
