namespace Pharos.Cli.Tests;

public sealed class CrashTests
{
    [Fact]
    public void Report_Exception_IsOneLineWithAllOfIt()
    {
        using var error = new StringWriter();
        Crash.Report(error, new InvalidOperationException("line one\nline two", new IOException("inner")));
        var line = Assert.Single(error.ToString().TrimEnd('\n').Split('\n'));
        Assert.StartsWith("pharos: fatal: this is a bug, please report it: \"System.InvalidOperationException: line one\\nline two", line, StringComparison.Ordinal);
        Assert.Contains("inner", line, StringComparison.Ordinal);
    }
}
