namespace Pharos.Configuration;

/// <summary>One of several words. With a nullable type, null is what is not said.</summary>
/// <param name="ignoreCase">Whether capitals make no difference.</param>
/// <param name="choices">Each word with its meaning; the first one with a meaning is the one that is written.</param>
public sealed class ChoiceKind<T>(bool ignoreCase, params (string Word, T Meaning)[] choices) : ScalarKind<T>
{
    private static readonly EqualityComparer<T> Equality = EqualityComparer<T>.Default;

    public ChoiceKind(params (string Word, T Meaning)[] choices)
        : this(ignoreCase: false, choices)
    {
    }

    public override string Expected => "one of " + string.Join(", ", choices.Select(static choice => choice.Word).Where(static word => word.Length > 0));

    public override bool TryRead(string text, bool isPlain, out T value, out string complaint)
    {
        complaint = "";
        foreach (var (word, meaning) in choices)
        {
            if (string.Equals(word, text, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal))
            {
                value = meaning;
                return true;
            }
        }

        value = default!;
        return false;
    }

    public override string Write(T value)
    {
        foreach (var (word, meaning) in choices)
        {
            if (Equality.Equals(value, meaning))
            {
                return word;
            }
        }

        return "";
    }

    /// <summary>Words are shown also where they are the default, unless there is none for the value.</summary>
    public override bool IsEmpty(T value) => Write(value).Length == 0;
}
