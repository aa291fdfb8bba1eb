autocmd BufNewFile,BufRead *.cgl setfiletype cgl
