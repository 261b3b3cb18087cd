using System.Buffers;
using System.Globalization;

namespace Pharos.Discovery.Kubernetes.Options;

/// <summary>
/// Checks the form of label selectors: <c>key</c>, <c>!key</c>, <c>key=value</c>, <c>key!=value</c>, <c>key in (a, b)</c>,
/// <c>key notin (a, b)</c>, <c>key&gt;1</c> and <c>key&lt;1</c>, with commas between them.
/// </summary>
internal ref struct LabelSelector
{
    private static readonly SearchValues<char> Special = SearchValues.Create("=!(),><");

    private static readonly SearchValues<char> EndOfWord = SearchValues.Create("=!(),>< \t\r\n");

    private ReadOnlySpan<char> _rest;

    /// <summary>What is looked at, empty at the end.</summary>
    private ReadOnlySpan<char> _token;

    /// <summary>What is wrong with the selector; null if nothing is.</summary>
    public static string? Complaint(string selector)
    {
        var reader = new LabelSelector { _rest = selector };
        reader.Next();
        return reader.Requirements();
    }

    private readonly bool IsWord => _token.Length > 0 && !Special.Contains(_token[0]);

    private string? Requirements()
    {
        while (_token.Length > 0)
        {
            if (Requirement() is { } complaint)
            {
                return complaint;
            }

            if (_token.Length > 0)
            {
                if (_token is not ",")
                {
                    return Unexpected("',' or 'end of string'");
                }

                Next();
                if (!IsWord && _token is not "!")
                {
                    return Unexpected("identifier after ','");
                }
            }
        }

        return null;
    }

    private string? Requirement()
    {
        var isAbsence = _token is "!";
        if (isAbsence)
        {
            Next();
        }

        if (!IsWord)
        {
            return Unexpected(isAbsence ? "identifier" : "!, identifier, or 'end of string'");
        }

        var key = _token;
        Next();
        if (!QualifiedName.IsKey(key))
        {
            return $"'{key}' is not a valid label key";
        }

        return isAbsence || _token is "" or "," ? null : Condition();
    }

    private string? Condition()
    {
        var comparison = _token;
        Next();
        switch (comparison)
        {
            case "in" or "notin":
                return Set();
            case "=" or "==" or "!=":
                return Value(isNumber: false);
            case ">" or "<":
                return Value(isNumber: true);
            default:
                return $"found '{comparison}', expected: in, notin, =, ==, !=, > or <";
        }
    }

    private string? Value(bool isNumber)
    {
        // No value is an empty one.
        var value = _token is "," ? "" : _token;
        if (value.Length > 0)
        {
            if (!IsWord)
            {
                return Unexpected("identifier");
            }

            Next();
        }

        if (isNumber && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return $"'{value}' is not a whole number, which '>' and '<' compare with";
        }

        return ComplaintOfValue(value);
    }

    private string? Set()
    {
        if (_token is not "(")
        {
            return Unexpected("'('");
        }

        Next();
        if (_token is ")")
        {
            return "for 'in' and 'notin' operators, the set of values can't be empty";
        }

        while (true)
        {
            if (IsWord)
            {
                if (ComplaintOfValue(_token) is { } complaint)
                {
                    return complaint;
                }

                Next();
                if (_token is not ("," or ")"))
                {
                    return Unexpected("',' or ')'");
                }
            }

            // Where nothing stands between commas there is an empty value.
            if (_token is ")")
            {
                Next();
                return null;
            }

            if (_token is not ",")
            {
                return Unexpected("',' or identifier");
            }

            Next();
        }
    }

    private static string? ComplaintOfValue(ReadOnlySpan<char> value) => QualifiedName.IsValue(value) ? null : $"'{value}' is not a valid label value";

    private readonly string Unexpected(string expected) => $"found '{_token}', expected: {expected}";

    private void Next()
    {
        _rest = _rest.TrimStart(" \t\r\n");
        var length = _rest.Length == 0 ? 0
            : _rest.StartsWith("==") || _rest.StartsWith("!=") ? 2
            : Special.Contains(_rest[0]) ? 1
            : _rest.IndexOfAny(EndOfWord) is >= 0 and var end ? end : _rest.Length;
        _token = _rest[..length];
        _rest = _rest[length..];
    }
}
