using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Pharos.Cli.Programs.Promtool.Families;
using Pharos.Foundation.Compression;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>The command <c>push metrics</c>: expositions as requests of remote write.</summary>
internal sealed class PushMetrics(Terminal terminal, ServerClient client, string path, IReadOnlyList<KeyValuePair<string, string>> labels, TimeSpan timeout)
{
    public const string Message = "prometheus.WriteRequest";

    /// <summary>Pushes one file after the other, or what is piped in, and returns the exit status for all of them.</summary>
    public int Run(IReadOnlyList<string> files)
    {
        if (files.Count == 0)
        {
            terminal.Output.Write("Parsing standard input\n");
            return TryPush(() => StandardInput.ReadAll(terminal), "metrics") ? 0 : 1;
        }

        var areAllPushed = true;
        foreach (var file in files)
        {
            terminal.Output.Write($"Parsing metrics file {file}\n");
            areAllPushed &= TryPush(() => File.ReadAllBytes(file), "metrics file " + file);
        }

        return areAllPushed ? 0 : 1;
    }

    private bool TryPush(Func<byte[]> read, string what)
    {
        try
        {
            Push(WriteRequest.Encode(FamilyReader.Read(read()), labels, TimeProvider.System.GetUtcNow()));
            terminal.Output.Write($"  SUCCESS: {what} pushed to remote write.\n");
            return true;
        }
        catch (Exception error) when (error is PromtoolException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.Write($"  FAILED: {error.Message}\n");
            return false;
        }
    }

    private void Push(ReadOnlySpan<byte> request)
    {
        var compressed = new byte[SnappyEncoder.MaxEncodedLength(request.Length)];
        var length = new SnappyEncoder().Encode(request, compressed);
        var message = new HttpRequestMessage(HttpMethod.Post, client.Url(path)) { Content = new ByteArrayContent(compressed, 0, length) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-protobuf");
        message.Content.Headers.ContentEncoding.Add("snappy");
        message.Headers.TryAddWithoutValidation("X-Prometheus-Remote-Write-Version", "0.1.0");
        var answer = client.Send(message, timeout);
        if ((int)answer.Status / 100 != 2)
        {
            throw new PromtoolException(string.Create(CultureInfo.InvariantCulture, $"server returned HTTP status {(int)answer.Status}: {Encoding.UTF8.GetString(answer.Body).Trim()}"));
        }
    }
}
