using Pharos.PromQL.Results;

namespace Pharos.PromQL.Tests.Scripts;

/// <summary>Compares annotations with what a script expects of them.</summary>
internal static class AnnotationCheck
{
    public static string? Of(EvalCommand eval, QueryResult result) =>
        Of("warning", eval.Warnings, eval.WantsSomeWarning, eval.ForbidsWarnings, result.Warnings) ??
        Of("info", eval.Infos, eval.WantsSomeInfo, eval.ForbidsInfos, result.Infos);

    private static string? Of(
        string kind, List<TextExpectation> expected, bool wantsSome, bool forbids, IReadOnlyList<string> actual)
    {
        if (forbids && actual.Count > 0)
        {
            return $"unexpected {kind}: {actual[0]}";
        }

        if ((wantsSome || expected.Count > 0) && actual.Count == 0)
        {
            return $"expected {kind} {expected.FirstOrDefault()?.Text}, found none";
        }

        if (expected.Count == 0)
        {
            return null;
        }

        var missing = expected.Find(text => !actual.Any(text.Fits));
        if (missing is not null)
        {
            return $"expected {kind} {missing.Text ?? "of a pattern"}, found {string.Join(" | ", actual)}";
        }

        var extra = actual.FirstOrDefault(text => !expected.Exists(other => other.Fits(text)));
        return extra is null ? null : $"unexpected {kind}: {extra}";
    }
}
