namespace Pharos.Discovery.Aws;

/// <summary>Asks for page after page.</summary>
internal static class AwsPages
{
    /// <param name="ask">Asks for the page after one, which is empty for the first; tells what to ask with for the next, empty if there is none.</param>
    public static async Task<List<T>> AllAsync<T>(Func<string, Task<(IEnumerable<T> Items, string Next)>> ask)
    {
        var all = new List<T>();
        var page = "";
        do
        {
            var (items, next) = await ask(page);
            all.AddRange(items);

            // The same page again would lead round in circles.
            page = next == page ? "" : next;
        }
        while (page.Length > 0);
        return all;
    }

    /// <summary>A parameter for the page, if it is not the first.</summary>
    public static KeyValuePair<string, string>[] Parameter(string name, string page) => page.Length > 0 ? [new(name, page)] : [];
}
