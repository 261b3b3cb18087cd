using System.Globalization;

namespace Pharos.Hosting.Tests;

/// <summary>A clock that stands still.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public static FixedTime At(string text) => new(DateTimeOffset.Parse(text, CultureInfo.InvariantCulture));

    public override DateTimeOffset GetUtcNow() => now;
}
