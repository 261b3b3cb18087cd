namespace Pharos.Configuration;

/// <summary>How a value without parts is read from a file and written to one.</summary>
public abstract class ScalarKind<T>
{
    /// <summary>What a value looks like, for complaints: <c>a duration such as 1m30s</c>.</summary>
    public abstract string Expected { get; }

    /// <param name="text">Without quotes and escapes.</param>
    /// <param name="isPlain">Whether it stood there without quotes.</param>
    /// <param name="value">What the text means.</param>
    /// <param name="complaint">What is wrong, where more can be said than what is expected; else empty.</param>
    public abstract bool TryRead(string text, bool isPlain, out T value, out string complaint);

    public abstract string Write(T value);

    /// <summary>What is written in place of <see cref="Write"/> where people may see it.</summary>
    public virtual string Show(T value) => Write(value);

    /// <summary>Whether what is written is taken as it is, since it is no text.</summary>
    public virtual bool IsPlain => false;

    public abstract bool IsEmpty(T value);
}
