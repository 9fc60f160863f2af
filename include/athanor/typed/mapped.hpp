// SPDX-License-Identifier: MIT
#pragma once
#include "athanor/orm/instance/word.hpp"
#include "athanor/typed/convert.hpp"
#include "athanor/typed/mapped_operators.hpp"
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

// `User{.name = "ed"}` leaves members out on purpose, and -Wextra warns of each. The warning is turned off from here
// on; define ATHANOR_KEEP_FIELD_INITIALIZER_WARNINGS to keep it.
#if defined(__GNUC__) && !defined(ATHANOR_KEEP_FIELD_INITIALIZER_WARNINGS)
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#endif

namespace athanor {
namespace kernel {
/// Before an entity moves: only free-standing ones may.
inline void before_move(const std::uint32_t* word) {
    if (*word & (word_bits::bound | word_bits::alias)) [[unlikely]]
        refuse_move(word);
}
} // namespace kernel

/// An attribute of a mapped class: a value that knows when it is read and written. Used like a plain `T`:
///
///     struct User { Key<int> id; Mapped<std::string> name; };
///     user.name = "ed";  user.name += "!";  if (user.name == "ed!") …
///
/// **Lifetime**: what `*name` and conversions return refers to the attribute. Copies are free-standing values.
/// **Emits** one SELECT when an expired or deferred attribute is read.
template <class T> class Mapped : public operators::Operand {
    static_assert(std::is_same_v<T, std::remove_cvref_t<T>>, "athanor: Mapped<T> takes a plain value type");

public:
    using value_type = T;
    using athanor_mapped = Mapped;

    Mapped() = default;
    Mapped(const Mapped& other) : value_(other.get()), word_(other.word_ & kernel::word_bits::assigned) {}
    /// Moves out of a free-standing value; copies out of an attribute of an object.
    Mapped(Mapped&& other)
        : value_(other.movable() ? T(std::move(other.value_)) : T(std::as_const(other).get())),
          word_(other.word_ & kernel::word_bits::assigned) {}
    template <class U>
        requires(!kernel::mapped_like<U> && kernel::convertible_value<U, T>)
    Mapped(U&& value)
        : value_(kernel::convert<T>(std::forward<U>(value), nullptr)), word_(kernel::word_bits::assigned) {}
    template <class M>
        requires(kernel::mapped_like<M> && !std::is_same_v<M, Mapped> && !std::is_volatile_v<M> &&
            kernel::convertible_value<const kernel::mapped_value<M>&, T>)
    Mapped(const M& other)
        : value_(kernel::convert<T>(other.get(), nullptr)),
          word_(*other.athanor_word() & kernel::word_bits::assigned) {}
    template <class M>
        requires(kernel::mapped_like<M>&& std::is_volatile_v<M>)
    Mapped(const M&) {
        static_assert(!std::is_volatile_v<M>,
            "athanor: a column of a query alias cannot be copied; a lambda that gives the column itself must say so, "
            "as "
            "in [](auto& u) -> auto& { return u.active; }");
    }

    Mapped& operator=(const Mapped& other) {
        if (this != &other) {
            write(other.get());
            take_assigned(other.word_);
        }
        return *this;
    }
    Mapped& operator=(Mapped&& other) {
        if (this != &other) {
            if (!other.movable()) return *this = std::as_const(other);
            write(std::move(other.value_));
            take_assigned(other.word_);
        }
        return *this;
    }
    template <class U>
        requires(!kernel::mapped_like<U> && kernel::convertible_value<U, T>)
    Mapped& operator=(U&& value) {
        if constexpr (std::is_same_v<T, std::remove_cvref_t<U>> || kernel::plain_text<T, U>)
            write(std::forward<U>(value));
        else
            write(kernel::convert<T>(std::forward<U>(value), &word_)); // throws before anything changed
        word_ |= kernel::word_bits::assigned;
        return *this;
    }
    template <class M>
        requires(kernel::mapped_like<M> && !std::is_base_of_v<Mapped, M> &&
            kernel::convertible_value<const kernel::mapped_value<M>&, T>)
    Mapped& operator=(const M& other) { return *this = other.get(); }

    /// The value.
    const T& get() const {
        before_read();
        return value_;
    }
    operator const T&() const { return get(); }
    operator std::string_view() const requires std::is_same_v<T, std::string> { return get(); }
    explicit operator bool() const
        requires(!std::is_arithmetic_v<T> && !std::is_enum_v<T> && std::is_constructible_v<bool, const T&>) {
        return static_cast<bool>(get());
    }

    /// The value; of an optional, what it holds. **Throws** std::bad_optional_access when it holds nothing.
    decltype(auto) operator*() const {
        if constexpr (kernel::is_optional<T>)
            return (get().value());
        else
            return (get());
    }
    auto operator->() const {
        if constexpr (kernel::is_optional<T>)
            return &get().value();
        else
            return &get();
    }
    bool has_value() const requires kernel::is_optional<T> { return get().has_value(); }
    template <class U> auto value_or(U&& other) const requires kernel::is_optional<T> {
        return get().value_or(std::forward<U>(other));
    }

    /// Changes the value in place: `user->tags.edit([](auto& tags) { tags.push_back("new"); })`.
    template <class F> decltype(auto) edit(F&& change) {
        before_read();
        if (word_ & kernel::word_bits::watched) [[unlikely]]
            return change_watched(std::forward<F>(change));
        before_write();
        word_ |= kernel::word_bits::assigned;
        return std::forward<F>(change)(value_);
    }

    // What containers and strings have.
    auto size() const requires requires(const T& t) { t.size(); }
    { return get().size(); }
    bool empty() const requires requires(const T& t) { t.empty(); }
    { return get().empty(); }
    auto begin() const requires requires(const T& t) { t.begin(); }
    { return get().begin(); }
    auto end() const requires requires(const T& t) { t.end(); }
    { return get().end(); }
    auto c_str() const requires requires(const T& t) { t.c_str(); }
    { return get().c_str(); }
    template <class I> decltype(auto) operator[](const I& i) const requires requires(const T& t) { t[i]; }
    {
        if constexpr (std::is_integral_v<I> && requires(const T& t) { t.data(); })
            return get()[static_cast<decltype(get().size())>(i)];
        else
            return get()[i];
    }

    // One arithmetic result is computed, checked for its range and then written.
    template <class U> Mapped& operator+=(const U& u) requires kernel::adds<T, U> { return update<'+'>(u); }
    template <class U> Mapped& operator-=(const U& u) requires kernel::calculates<T, U> { return update<'-'>(u); }
    template <class U> Mapped& operator*=(const U& u) requires kernel::calculates<T, U> { return update<'*'>(u); }
    template <class U> Mapped& operator/=(const U& u) requires kernel::calculates<T, U> { return update<'/'>(u); }
    template <class U> Mapped& operator%=(const U& u) requires kernel::calculates_bits<T, U> { return update<'%'>(u); }
    template <class U> Mapped& operator|=(const U& u) requires kernel::calculates_bits<T, U> { return update<'|'>(u); }
    template <class U> Mapped& operator&=(const U& u) requires kernel::calculates_bits<T, U> { return update<'&'>(u); }
    template <class U> Mapped& operator^=(const U& u) requires kernel::calculates_bits<T, U> { return update<'^'>(u); }
    template <class U> Mapped& operator<<=(const U& u) requires kernel::calculates_bits<T, U> { return update<'l'>(u); }
    template <class U> Mapped& operator>>=(const U& u) requires kernel::calculates_bits<T, U> { return update<'r'>(u); }
    Mapped& operator++() requires kernel::calculates<T, int> { return update<'+'>(1); }
    Mapped& operator--() requires kernel::calculates<T, int> { return update<'-'>(1); }
    T operator++(int) requires kernel::calculates<T, int> {
        T old = get();
        update<'+'>(1);
        return old;
    }
    T operator--(int) requires kernel::calculates<T, int> {
        T old = get();
        update<'-'>(1);
        return old;
    }

    /// Not for users: where the binding is.
    const std::uint32_t* athanor_word() const noexcept { return &word_; }
    const volatile std::uint32_t* athanor_word() const volatile noexcept { return &word_; }
    /// Not for users: writes the value of a managed object and gives the one that it had.
    void athanor_exchange(T& value) { kernel::write_watched(&word_, &value_, &value, &exchange); }

private:
    bool movable() const noexcept { return (word_ & (kernel::word_bits::bound | kernel::word_bits::alias)) == 0; }
    void before_read() const {
        if (word_ & kernel::word_bits::slow_read) [[unlikely]]
            kernel::before_read(&word_);
    }
    void before_write() {
        if (word_ & kernel::word_bits::slow_write) [[unlikely]]
            kernel::before_write(&word_);
    }
    template <class U> void write(U&& value) {
        if (word_ & kernel::word_bits::slow_write) [[unlikely]] {
            if (word_ & kernel::word_bits::watched) return write_watched(T(std::forward<U>(value)));
            kernel::before_write(&word_);
        }
        value_ = std::forward<U>(value);
    }
    static void exchange(void* field, void* value) {
        using std::swap;
        swap(*static_cast<T*>(field), *static_cast<T*>(value));
    }
    [[gnu::cold, gnu::noinline]] void write_watched(T value) {
        kernel::write_watched(&word_, &value_, &value, &exchange);
    }
    /// Changes the value in place, takes that back, and writes it: a refused write leaves the old value.
    template <class F> [[gnu::cold]] decltype(auto) change_watched(F&& change) {
        struct Trial {
            T& value;
            T other;
            bool running = true;
            void end() {
                running = false;
                exchange(&value, &other);
            }
            ~Trial() {
                if (running) exchange(&value, &other);
            }
        } trial{value_, value_};
        if constexpr (std::is_void_v<decltype(change(value_))>) {
            std::forward<F>(change)(value_);
            trial.end();
            kernel::write_watched(&word_, &value_, &trial.other, &exchange);
        } else {
            decltype(auto) result = std::forward<F>(change)(value_);
            trial.end();
            kernel::write_watched(&word_, &value_, &trial.other, &exchange);
            return result;
        }
    }
    /// A free-standing value takes over "never set"; an attribute of an object was set now.
    void take_assigned(std::uint32_t other) noexcept {
        if (movable())
            word_ = (word_ & ~std::uint32_t{kernel::word_bits::assigned}) | (other & kernel::word_bits::assigned);
        else
            word_ |= kernel::word_bits::assigned;
    }
    template <char Operator, class U> Mapped& update(const U& u) {
        const auto& operand = kernel::plain(u);
        if constexpr (std::is_arithmetic_v<T>)
            return *this = kernel::calculate<Operator>(get(), operand, &word_);
        else {
            edit([&](T& value) { value += operand; });
            return *this;
        }
    }

    T value_{};
    std::uint32_t word_ = 0;
};

/// A Mapped<T> with options: `Column<std::string, unique_key, length(50)> name;`.
template <class T, auto... Options> class Column : public Mapped<T> {
public:
    using Mapped<T>::Mapped;
    using Mapped<T>::operator=;
    Column() = default;
    Column() requires(... || kernel::gives_default<Options>) : Mapped<T>(kernel::initial_value<Options...>()) {}
    Column(const Column&) = default;
    Column(Column&&) = default;
    Column(const Mapped<T>& other) : Mapped<T>(other) {}
    Column(Mapped<T>&& other) : Mapped<T>(std::move(other)) {}
    Column& operator=(const Column&) = default;
    Column& operator=(Column&&) = default;
};

/// A column of the primary key. Entities that have one move but do not copy, so that `auto user = *ref;` does not
/// compile instead of losing what is written to the copy.
template <class T, auto... Options> class Key : public Mapped<T> {
public:
    using Mapped<T>::Mapped;
    using Mapped<T>::operator=;
    Key() = default;
    Key(const Key&) = delete;
    Key(Key&& other) : Mapped<T>((kernel::before_move(other.athanor_word()), static_cast<Mapped<T>&&>(other))) {}
    Key(const Mapped<T>& other) : Mapped<T>(other) {}
    Key& operator=(const Key&) = delete;
    /// Takes the other key over when it was ever set, so that `*user = User{…}` keeps the key.
    Key& operator=(Key&& other) {
        kernel::before_move(other.athanor_word());
        const bool own = (*this->athanor_word() & kernel::word_bits::bound) == 0;
        if (own || (*other.athanor_word() & kernel::word_bits::assigned) != 0)
            Mapped<T>::operator=(static_cast<Mapped<T>&&>(other));
        return *this;
    }
};

} // namespace athanor
