-- one row per different figure of the export, as publishers repeat England's for each kind of area
select distinct * from fingertips_figure
