using Pharos.Tsdb.Bench;

return args switch
{
    ["head", .. var rest] => HeadLoad.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: Pharos.Tsdb.Bench head [SERIES] [SCRAPES] [nowal]");
    return 1;
}
