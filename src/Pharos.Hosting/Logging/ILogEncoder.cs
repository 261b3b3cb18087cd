namespace Pharos.Hosting.Logging;

/// <summary>Forms one line: begin, any fields; disposing ends it.</summary>
internal interface ILogEncoder : IDisposable
{
    void Begin(DateTimeOffset time, string level, string source, string message);

    void Field(string key, object? value);
}
