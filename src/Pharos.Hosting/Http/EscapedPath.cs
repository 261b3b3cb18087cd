using System.Buffers;
using System.Text;

namespace Pharos.Hosting.Http;

/// <summary>Paths as URLs write them. What is escaped is what Go escapes, so that redirects read as the reference's.</summary>
public static class EscapedPath
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~$&+,/:;=@");

    /// <summary>The path with every byte escaped that cannot stand for itself; a percent sign too, since nothing in it is escaped yet.</summary>
    public static string Of(string path)
    {
        if (!path.AsSpan().ContainsAnyExcept(Plain))
        {
            return path;
        }

        var escaped = new StringBuilder(path.Length + 16);
        foreach (var current in Encoding.UTF8.GetBytes(path))
        {
            if (Plain.Contains((char)current))
            {
                escaped.Append((char)current);
            }
            else
            {
                escaped.Append('%').Append(Convert.ToHexString([current]));
            }
        }

        return escaped.ToString();
    }
}
