using System.Globalization;
using Pharos.Model;

namespace Pharos.Compatibility.Tests.Queries.Data;

/// <summary>The instances that most series belong to.</summary>
internal sealed record Fleet(int Number, string Name, string Job)
{
    public static IReadOnlyList<Fleet> Instances { get; } =
        [.. Enumerable.Range(0, 4).Select(static i => new Fleet(i, string.Create(CultureInfo.InvariantCulture, $"host{i}:9100"), i < 3 ? "api" : "db"))];

    public Labels Named(string metric, params (string Name, string Value)[] more) =>
        Labels.Of([("__name__", metric), ("instance", Name), ("job", Job), .. more]);
}
