namespace Pharos.Server.Tests;

public sealed class ExternalUrlTests
{
    [Theory]
    [InlineData("http://proxy.example/prom/", "/prom")]
    [InlineData("http://proxy.example", "")]
    [InlineData("/prometheus/", "/prometheus")]
    [InlineData("/prometheus", "/prometheus")]
    [InlineData("prometheus", "/prometheus")]
    [InlineData("localhost:9090/prom", "")]
    [InlineData("//proxy.example/p", "/p")]
    [InlineData("http:///p", "/p")]
    [InlineData("http://user:secret@[::1]:80/p", "/p")]
    [InlineData("http://:80/p", "/p")]
    [InlineData("http://h:/p", "/p")]
    [InlineData("http://\u00e9/p", "/p")]
    [InlineData("http://h/a%20b", "/a b")]
    [InlineData("http://h/a%2Fb/", "/a/b")]
    [InlineData("http://h/\u00e4", "/\u00e4")]
    [InlineData("http://h/p?q=%zz#f", "/p")]
    [InlineData("a b", "/a b")]
    [InlineData("./a:b", "/./a:b")]
    [InlineData("mailto:a%zz", "")]
    [InlineData("?q", "")]
    public void TryParse_WhatTheReferenceAccepts_GivesThePath(string text, string path)
    {
        Assert.True(ExternalUrl.TryParse(text, out var url, out var problem), problem);
        Assert.Equal(new ExternalUrl(text, path), url);
    }

    [Theory]
    [InlineData("http://proxy.example/prom/", "http://proxy.example/prom")]
    [InlineData("http://proxy.example/", "http://proxy.example")]
    [InlineData("/prometheus/", "/prometheus")]
    [InlineData("prometheus", "/prometheus")]
    [InlineData("/", "")]
    public void Base_IsWhatPathsArePutBehind(string text, string expected)
    {
        Assert.True(ExternalUrl.TryParse(text, out var url, out var problem), problem);
        Assert.Equal(expected, url!.Base);
    }

    [Theory]
    [InlineData("\"http://h\"", "URL must not begin or end with quotes")]
    [InlineData("x'", "URL must not begin or end with quotes")]
    [InlineData(":/x", "missing protocol scheme")]
    [InlineData("1a:b/c", "first path segment in URL cannot contain colon")]
    [InlineData("http://h/\u0001", "invalid control character in URL")]
    [InlineData("http://h:x/", "invalid port \":x\" after host")]
    [InlineData("http://[::1]x/", "invalid port \"x\" after host")]
    [InlineData("http://[::1/p", "missing ']' in host")]
    [InlineData("http://a b/", "invalid character \" \" in host name")]
    [InlineData("http://h%41/", "invalid URL escape \"%41\"")]
    [InlineData("http://u%zz@h/p", "invalid URL escape \"%zz\"")]
    [InlineData("http://h/a%zz", "invalid URL escape \"%zz\"")]
    [InlineData("http://h/%", "invalid URL escape \"%\"")]
    [InlineData("http://h/p#%zz", "invalid URL escape \"%zz\"")]
    public void TryParse_WhatTheReferenceRefuses_SaysWhy(string text, string expected)
    {
        Assert.False(ExternalUrl.TryParse(text, out var url, out var problem));
        Assert.Null(url);
        Assert.Equal(expected, problem);
    }
}
