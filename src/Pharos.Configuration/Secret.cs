namespace Pharos.Configuration;

/// <summary>A text that must not be seen: it prints as <c>&lt;secret&gt;</c> wherever it may get to.</summary>
public readonly struct Secret(string text) : IEquatable<Secret>
{
    public const string Shown = "<secret>";

    private readonly string? _text = text;

    public bool IsEmpty => string.IsNullOrEmpty(_text);

    /// <summary>The text itself, for the one place that needs it.</summary>
    public string Reveal() => _text ?? "";

    public bool Equals(Secret other) => Reveal() == other.Reveal();

    public override bool Equals(object? obj) => obj is Secret other && Equals(other);

    public override int GetHashCode() => Reveal().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => IsEmpty ? "" : Shown;

    public static bool operator ==(Secret left, Secret right) => left.Equals(right);

    public static bool operator !=(Secret left, Secret right) => !left.Equals(right);
}
