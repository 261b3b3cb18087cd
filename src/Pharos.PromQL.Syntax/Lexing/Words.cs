using System.Text;

namespace Pharos.PromQL.Syntax.Lexing;

/// <summary>Words with a meaning of their own, in any case.</summary>
internal static class Words
{
    /// <summary>Longer than every word below.</summary>
    private const int MaxLength = 24;

    /// <summary>The keyword, <see cref="TokenKind.Number"/> for infinity and NaN, or <see cref="TokenKind.Identifier"/>.</summary>
    public static TokenKind Keyword(ReadOnlySpan<byte> word)
    {
        Span<char> lower = stackalloc char[MaxLength];
        return Lower(word, lower) switch
        {
            "and" => TokenKind.And,
            "or" => TokenKind.Or,
            "unless" => TokenKind.Unless,
            "atan2" => TokenKind.Atan2,
            "sum" => TokenKind.Sum,
            "avg" => TokenKind.Avg,
            "count" => TokenKind.Count,
            "min" => TokenKind.Min,
            "max" => TokenKind.Max,
            "group" => TokenKind.Group,
            "stddev" => TokenKind.StdDev,
            "stdvar" => TokenKind.StdVar,
            "topk" => TokenKind.TopK,
            "bottomk" => TokenKind.BottomK,
            "count_values" => TokenKind.CountValues,
            "quantile" => TokenKind.Quantile,
            "limitk" => TokenKind.LimitK,
            "limit_ratio" => TokenKind.LimitRatio,
            "offset" => TokenKind.Offset,
            "smoothed" => TokenKind.Smoothed,
            "anchored" => TokenKind.Anchored,
            "by" => TokenKind.By,
            "without" => TokenKind.Without,
            "on" => TokenKind.On,
            "ignoring" => TokenKind.Ignoring,
            "group_left" => TokenKind.GroupLeft,
            "group_right" => TokenKind.GroupRight,
            "fill" => TokenKind.Fill,
            "fill_left" => TokenKind.FillLeft,
            "fill_right" => TokenKind.FillRight,
            "bool" => TokenKind.Bool,
            "start" => TokenKind.Start,
            "end" => TokenKind.End,
            "inf" or "nan" => TokenKind.Number,
            _ => Duration(word) is var kind and not TokenKind.Error ? kind : TokenKind.Identifier,
        };
    }

    /// <summary>A word inside the brackets of a range; <see cref="TokenKind.Error"/> if it has no meaning there.</summary>
    public static TokenKind Duration(ReadOnlySpan<byte> word)
    {
        Span<char> lower = stackalloc char[MaxLength];
        return Lower(word, lower) switch
        {
            "step" => TokenKind.Step,
            "range" => TokenKind.Range,
            "max_of" => TokenKind.MaxOf,
            "min_of" => TokenKind.MinOf,
            _ => TokenKind.Error,
        };
    }

    /// <summary>A word in the description of a histogram; <see cref="TokenKind.Error"/> if it has no meaning there.</summary>
    public static TokenKind Histogram(ReadOnlySpan<byte> word)
    {
        Span<char> lower = stackalloc char[MaxLength];
        return Lower(word, lower) switch
        {
            "sum" => TokenKind.SumField,
            "count" => TokenKind.CountField,
            "schema" => TokenKind.SchemaField,
            "offset" => TokenKind.OffsetField,
            "n_offset" => TokenKind.NegativeOffsetField,
            "buckets" => TokenKind.BucketsField,
            "n_buckets" => TokenKind.NegativeBucketsField,
            "z_bucket" => TokenKind.ZeroBucketField,
            "z_bucket_w" => TokenKind.ZeroBucketWidthField,
            "custom_values" => TokenKind.CustomValuesField,
            "counter_reset_hint" => TokenKind.CounterResetHintField,
            "unknown" => TokenKind.HintUnknown,
            "reset" => TokenKind.HintReset,
            "not_reset" => TokenKind.HintNotReset,
            "gauge" => TokenKind.HintGauge,
            "inf" or "nan" => TokenKind.Number,
            _ => TokenKind.Error,
        };
    }

    /// <summary>Empty if the word is longer than <paramref name="lower"/>, or not ASCII.</summary>
    private static ReadOnlySpan<char> Lower(ReadOnlySpan<byte> word, Span<char> lower)
    {
        if (word.Length > lower.Length || !Encoding.ASCII.TryGetChars(word, lower, out var length))
        {
            return default;
        }

        lower = lower[..length];
        foreach (ref var character in lower)
        {
            character = char.ToLowerInvariant(character);
        }

        return lower;
    }
}
