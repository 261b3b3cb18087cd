using System.Text;

namespace Pharos.Testing.RegularExpressions;

/// <summary>
/// Patterns of the kinds that label matchers have, each with values that match, nearly match and do not match: for holding one
/// implementation against another. The same seed gives the same cases.
/// </summary>
public static class RegexCases
{
    private static readonly string[] Words =
    [
        "api", "node", "kube-system", "prometheus", "eu-west-1", "10.0.0.1:9090", "5xx", "200", "GET", "/metrics", "a", "b", "foo", "bar",
        "", "job_total", "Straße", "σΣς", "日本", "k8s", "x86_64", "le=\"0.5\"", "sS", "new\nline",
    ];

    private static readonly string[] Classes =
    [
        "[a-z]", "[0-9]", "[^a-z]", "\\d", "\\w", "\\S", "[[:alpha:]]", "[a-zA-Z_]", "[^/]", "\\pL", "[σ日]", "[abc]", ".", "(?-s:.)", "[^\\n]",
    ];

    /// <summary>One pattern and values to match it against.</summary>
    /// <param name="Pattern">A pattern without anchors, to be matched against whole values.</param>
    /// <param name="Values">Values, some of which are no UTF-8.</param>
    public sealed record Case(string Pattern, IReadOnlyList<byte[]> Values);

    /// <summary>Makes cases, endlessly.</summary>
    public static IEnumerable<Case> Generate(int seed)
    {
        var random = new Random(seed);
        while (true)
        {
            var sample = new StringBuilder();
            var pattern = Pattern(random, sample, depth: 3);
            yield return new Case(pattern, [.. Values(random, sample.ToString())]);
        }
    }

    /// <summary>A pattern; beside it a text that it likely matches is written.</summary>
    private static string Pattern(Random random, StringBuilder sample, int depth) => random.Next(12) switch
    {
        0 => Literal(random, sample),
        1 or 2 => Alternatives(random, sample),
        3 => Literal(random, sample) + Gap(random, sample),
        4 => Gap(random, sample) + Literal(random, sample),
        5 => Gap(random, sample) + Literal(random, sample) + Gap(random, sample),
        6 => Literal(random, sample) + Gap(random, sample) + Literal(random, sample) + Gap(random, sample) + Literal(random, sample),
        7 => "(?i)" + Literal(random, sample) + (random.Next(3) == 0 ? Gap(random, sample) : ""),
        8 => "(?i:" + Alternatives(random, sample) + ")" + Gap(random, sample),
        9 => "^" + Literal(random, sample) + Class(random, sample) + "$",
        _ => depth == 0 ? Class(random, sample) : Composite(random, sample, depth - 1),
    };

    private static string Composite(Random random, StringBuilder sample, int depth) => random.Next(6) switch
    {
        0 => Pattern(random, sample, depth) + Pattern(random, sample, depth),
        1 => "(" + Pattern(random, sample, depth) + ")" + Class(random, sample),
        2 => "(?:" + Pattern(random, new StringBuilder(), depth) + "|" + Pattern(random, sample, depth) + ")",
        3 => "(" + Pattern(random, sample, depth) + "|" + Pattern(random, new StringBuilder(), depth) + ")" + Gap(random, sample),
        4 => "(?:" + Pattern(random, sample, depth) + ")" + Quantifier(random),
        _ => Class(random, sample) + Literal(random, sample) + Class(random, sample),
    };

    private static string Literal(Random random, StringBuilder sample)
    {
        var word = Words[random.Next(Words.Length)];
        sample.Append(word);
        return Quote(word);
    }

    private static string Alternatives(Random random, StringBuilder sample)
    {
        var count = random.Next(8) == 0 ? 40 : random.Next(2, 6);
        var chosen = random.Next(count);
        var pattern = new StringBuilder("(");
        for (var i = 0; i < count; i++)
        {
            var word = Words[random.Next(Words.Length)] + (random.Next(3) == 0 ? i.ToString("x", null) : "");
            pattern.Append(i == 0 ? "" : "|").Append(Quote(word));
            sample.Append(i == chosen ? word : "");
        }

        return pattern.Append(')').ToString();
    }

    private static string Gap(Random random, StringBuilder sample)
    {
        if (random.Next(2) == 0)
        {
            sample.Append(Words[random.Next(Words.Length)]);
        }

        return random.Next(8) switch
        {
            < 4 => ".*",
            4 or 5 => ".+",
            6 => "(.*)",
            _ => "(?-s:.*)",
        };
    }

    private static string Class(Random random, StringBuilder sample)
    {
        sample.Append("a0Z/σ日_-"[random.Next(8)]);
        return Classes[random.Next(Classes.Length)] + (random.Next(2) == 0 ? "" : Quantifier(random));
    }

    private static string Quantifier(Random random) => random.Next(7) switch
    {
        0 => "*",
        1 => "?",
        2 => "{2}",
        3 => "{1,3}",
        4 => "{2,}",
        5 => "+?",
        _ => "+",
    };

    private static string Quote(string text)
    {
        var quoted = new StringBuilder();
        foreach (var letter in text)
        {
            quoted.Append("\\.+*?()|[]{}^$".Contains(letter, StringComparison.Ordinal) ? "\\" : "").Append(letter);
        }

        return quoted.ToString();
    }

    private static IEnumerable<byte[]> Values(Random random, string sample)
    {
        var bytes = Encoding.UTF8.GetBytes(sample);
        yield return bytes;
        yield return [];
        yield return Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]);
        yield return Encoding.UTF8.GetBytes(sample.ToUpperInvariant());
        yield return Encoding.UTF8.GetBytes(sample.Replace('k', '\u212A').Replace('s', '\u017F'));
        for (var i = 0; i < 4; i++)
        {
            yield return Mutate(random, bytes);
        }
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        var place = random.Next(bytes.Length + 1);
        return random.Next(5) switch
        {
            0 => bytes[..place],
            1 => bytes[place..],
            2 => [.. bytes[..place], (byte)random.Next(256), .. bytes[place..]],
            3 => [.. bytes[..place], (byte)'\n', .. bytes[place..]],
            _ => [.. bytes[..place], .. bytes[Math.Min(place + 1, bytes.Length)..]],
        };
    }
}
