using HybridOrleans.Silo.Hosting;

return await SiloProcess.RunAsync(args, Console.Out, Console.Error);
