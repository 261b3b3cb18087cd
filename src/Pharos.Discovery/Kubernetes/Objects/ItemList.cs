namespace Pharos.Discovery.Kubernetes.Objects;

/// <summary>A list that is equal to one with the same items, so that records which have lists can be compared. Immutable if nobody changes the array.</summary>
internal readonly struct ItemList<T>(T[] items) : IEquatable<ItemList<T>>
    where T : IEquatable<T>
{
    private readonly T[]? _items = items;

    public ReadOnlySpan<T> Span => _items;

    public int Count => _items?.Length ?? 0;

    public bool Equals(ItemList<T> other) => Span.SequenceEqual(other.Span);

    public override bool Equals(object? obj) => obj is ItemList<T> other && Equals(other);

    public override int GetHashCode() => Count;

    public ReadOnlySpan<T>.Enumerator GetEnumerator() => Span.GetEnumerator();
}
