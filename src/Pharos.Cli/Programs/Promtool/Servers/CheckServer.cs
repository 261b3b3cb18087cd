using System.Globalization;
using System.Net;
using System.Text;

namespace Pharos.Cli.Programs.Promtool.Servers;

/// <summary>The commands <c>check healthy</c> and <c>check ready</c>.</summary>
internal static class CheckServer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static int Run(Terminal terminal, ServerClient client, string path)
    {
        using (client)
        {
            var answer = client.Get(path, Patience);
            if (answer.Status != HttpStatusCode.OK)
            {
                throw new PromtoolException(string.Create(CultureInfo.InvariantCulture, $"check failed: URL={client.Url("")}, status={(int)answer.Status}"));
            }

            terminal.Error.Write($"  SUCCESS:  {Encoding.UTF8.GetString(answer.Body)}\n");
            return 0;
        }
    }
}
