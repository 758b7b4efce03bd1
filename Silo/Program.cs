using HybridOrleans.Silo.Hosting;

return args is [PostgresProcess.Verb, var folder]
    ? await PostgresProcess.RunAsync(folder, Console.OpenStandardInput(), Console.Out, Console.Error)
    : await SiloProcess.RunAsync(args, Console.Out, Console.Error);
